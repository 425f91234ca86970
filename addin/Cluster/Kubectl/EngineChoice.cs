using Cake.Core.Diagnostics;
using Cake.Istio.Errors;
using Cake.Istio.Settings;

namespace Cake.Istio.Cluster.Kubectl;

/// <summary>Decides what applies the objects: this installer, or kubectl where that was asked for or the server leaves no other way.</summary>
/// <param name="wanted">What was asked for.</param>
/// <param name="program">kubectl, or null where a host has none.</param>
/// <param name="log">Where the choice is shown, and what kubectl tries again.</param>
/// <param name="deadline">The run's clock.</param>
internal sealed class EngineChoice(ApplyEngine wanted, IKubectl? program, ICakeLog log, RunDeadline deadline)
{
    /// <summary>The choice for a server.</summary>
    /// <param name="cluster">The server.</param>
    /// <param name="cancel">Ends the request and kubectl.</param>
    /// <returns>kubectl, or null where this installer applies.</returns>
    /// <exception cref="MeshException"><see cref="ErrorCode.KubectlMissing"/>: kubectl is needed.</exception>
    public async Task<KubectlApplier?> MakeAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        var server = await cluster.VersionAsync(cancel);
        var isServerSide = server.HasServerSideApply;
        if (wanted == ApplyEngine.Api && isServerSide)
            return null;

        var version = await VersionAsync(cancel);
        if (version is null || !KubectlVersion.IsUsable(version))
            throw Missing(server, isServerSide, version);
        log.Information("{0}", isServerSide
            ? $"Applying with kubectl {version}"
            : $"Applying with kubectl {version}, client-side: Kubernetes {server} has no server-side apply");
        return new(program!, cluster.Target, deadline, new RetryPipeline(log, deadline, () => true)) { IsServerSide = isServerSide, Validates = server.IsAtLeast(1, 25) };
    }

    private async Task<string?> VersionAsync(CancellationToken cancel)
    {
        using var wait = deadline.Expecting(taken => $"kubectl version --client, which has not ended for {taken}");
        return program is null ? null : KubectlVersion.Read(await program.VersionAsync(cancel));
    }

    private MeshException Missing(ServerVersion server, bool isServerSide, string? version)
    {
        var found = version is null ? "there is no kubectl on the PATH that runs" : $"kubectl is {version}";
        var (why, instead) = wanted == ApplyEngine.Kubectl
            ? ("--engine=kubectl needs kubectl 1.18 or later", isServerSide ? "leave out --engine=kubectl" : "choose a cluster of Kubernetes 1.18 or later")
            : ($"Kubernetes {server} has no server-side apply, which came with 1.18, so kubectl 1.18 or later has to apply", "choose a cluster of Kubernetes 1.18 or later");
        return new(ErrorCode.KubectlMissing, $"{why}, and {found}.", $"Install kubectl 1.18 or later, or {instead}.");
    }
}
