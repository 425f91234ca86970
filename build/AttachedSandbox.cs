using Cake.Core.Diagnostics;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Frosting;
using Cake.Istio.Frosting.Options;

namespace Cake.Istio.Build;

/// <summary>A sandbox that another process serves: it stays as that process has started it.</summary>
internal static class AttachedSandbox
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    /// <summary>Refuses options that ask for another sandbox than this one.</summary>
    /// <exception cref="MeshException">MESH1002: such an option has no effect.</exception>
    public static async Task CheckAsync(Sandbox.Sandbox sandbox, MeshContext context, CancellationToken cancellationToken)
    {
        var values = context.Options;
        if (values["sandbox-port"] is { IsGiven: true } port && port.ToNumber(1, 65535) != sandbox.Url.Port)
            throw WithoutEffect(port, $"is at port {sandbox.Url.Port}", "End that process");
        if (values["sandbox-kubernetes"] is { IsGiven: true } asked && await VersionAsync(sandbox, context, cancellationToken) is var served && served != asked.Written)
            throw WithoutEffect(asked, $"answers like Kubernetes {served}", "End that process, and begin with an empty one: --sandbox-reset");
        if (values["sandbox-mesh"] is { IsGiven: true })
            context.Log.Warning("--sandbox-mesh has no effect: the sandbox runs already. End that process first.");
    }

    private static async Task<string> VersionAsync(Sandbox.Sandbox sandbox, MeshContext context, CancellationToken cancellationToken)
    {
        using var deadline = new RunDeadline(LongestAnswer, TimeProvider.System, cancellationToken);
        using var cluster = await ClusterConnector.ConnectAsync(new() { Kubeconfig = sandbox.Kubeconfig }, ClusterAccess.Read, new NullLog(), context.Environment, deadline);
        var version = await deadline.RunAsync(cluster.VersionAsync);
        return $"{version.Major}.{version.Minor}";
    }

    private static MeshException WithoutEffect(OptionValue option, string what, string next) => new(
        ErrorCode.OptionWithoutEffect,
        $"--{option.Option}={option.Written} has no effect: the sandbox of this folder is served by another process and {what}",
        $"{next}; or leave out --{option.Option}");
}
