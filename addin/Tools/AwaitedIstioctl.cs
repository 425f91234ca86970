using Cake.Istio.Cluster;
using Cake.Istio.Releases;

namespace Cake.Istio.Tools;

/// <summary>A release's istioctl that a run says it is waiting for, while it does and where its time ends.</summary>
internal sealed class AwaitedIstioctl(IIstioctl istioctl, RunDeadline deadline) : IIstioctl
{
    /// <inheritdoc/>
    public async Task<string> GenerateAsync(string program, IReadOnlyList<string> set, CancellationToken cancellationToken)
    {
        using var wait = deadline.Waiting($"{program} manifest generate");
        return await istioctl.GenerateAsync(program, set, cancellationToken);
    }
}
