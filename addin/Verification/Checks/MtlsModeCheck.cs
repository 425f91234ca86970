namespace Cake.Istio.Verification.Checks;

/// <summary>The mutual TLS mode in the cluster is the one asked for.</summary>
internal static class MtlsModeCheck
{
    private const string Id = "mtls-mode";

    public static Finding Run(MeshSnapshot mesh)
    {
        var ns = mesh.Settings.Namespace;
        var live = MtlsModeReader.Read(MtlsModeReader.Policies(mesh.Live), ns, mesh.Release);
        var wanted = mesh.Settings.Mode;
        if (live.Is(wanted, MtlsModeReader.Read(mesh.Policies, ns, mesh.Release)))
            return Finding.Passed(Id, $"Mutual TLS is {live.Word}", live.Evidence);
        var install = $"--target=InstallMesh --mode={wanted.ToString().ToLowerInvariant()}";
        return Finding.Failed(
            Id,
            $"Mutual TLS is {live.Word}, not {wanted.ToString().ToLowerInvariant()}",
            live.Removal is { } removal ? $"Run {install}. Where its plan says that the policy stays: {removal}, then run it again." : $"Run {install}",
            live.Evidence);
    }
}
