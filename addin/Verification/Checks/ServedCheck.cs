namespace Cake.Istio.Verification.Checks;

/// <summary>Every kind of the release is served by the cluster.</summary>
internal static class ServedCheck
{
    public static Finding Run(MeshSnapshot mesh) => mesh.Unserved.Count == 0
        ? Finding.Passed("kinds-served", "Every kind of the release is served by the cluster")
        : Finding.Failed(
            "kinds-served",
            $"{mesh.Unserved.Count} kinds of the release are not served by the cluster",
            "Run InstallCrds; for API versions that this cluster removed, install with --upgrade-apis=true",
            mesh.Unserved);
}
