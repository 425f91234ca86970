using Cake.Istio.Frosting.Options;
using Cake.Istio.Settings;

namespace Cake.Istio.Frosting.Clusters;

/// <summary>The cluster of the kubeconfig.</summary>
internal sealed class CurrentCluster : IClusterSource
{
    public string Name => "current";

    public IReadOnlyList<MeshOption> Options => [];

    public Task<MeshSettings> PrepareAsync(MeshContext context, MeshSettings settings, CancellationToken cancellationToken) => Task.FromResult(settings);
}
