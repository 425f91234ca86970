using Cake.Istio.Frosting.Options;
using Cake.Istio.Settings;

namespace Cake.Istio.Frosting.Clusters;

/// <summary>A source of clusters that <c>--cluster=name</c> chooses; a host registers its own as services.</summary>
public interface IClusterSource
{
    /// <summary>The name in <c>--cluster=name</c>.</summary>
    string Name { get; }

    /// <summary>The options that only this source has.</summary>
    IReadOnlyList<MeshOption> Options { get; }

    /// <summary>Makes the cluster ready to be connected to, once per run and before the first task that does something.</summary>
    /// <param name="context">The run.</param>
    /// <param name="settings">The settings as they were given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The settings that lead to the cluster.</returns>
    Task<MeshSettings> PrepareAsync(MeshContext context, MeshSettings settings, CancellationToken cancellationToken);
}
