namespace Cake.Istio.Verification.Checks;

/// <summary>The mutual TLS mode in the cluster is the one asked for.</summary>
internal static class MtlsModeCheck
{
    public static Finding Run(MeshSnapshot mesh)
    {
        var (mode, evidence) = MtlsModeReader.Read(mesh.Live, mesh.Settings.Namespace);
        var wanted = mesh.Settings.Mode;
        return mode == wanted
            ? Finding.Passed("mtls-mode", $"Mutual TLS is {mode.ToString().ToLowerInvariant()}", evidence)
            : Finding.Failed(
                "mtls-mode",
                $"Mutual TLS is {mode.ToString().ToLowerInvariant()}, not {wanted.ToString().ToLowerInvariant()}",
                $"Run --target=InstallMesh --mode={wanted.ToString().ToLowerInvariant()}",
                evidence);
    }
}
