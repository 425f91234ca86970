using Cake.Istio.Cluster.Kubectl;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    private readonly Lock _choosing = new();
    private readonly EngineChoice _engine;
    private Task<KubectlApplier?>? _kubectl;

    /// <summary>The kubectl that applies objects to this cluster, or null where server-side apply does; chosen once per connection.</summary>
    /// <param name="cancel">Ends the request and kubectl.</param>
    /// <exception cref="Errors.MeshException"><see cref="Errors.ErrorCode.KubectlMissing"/>: kubectl is needed and not there.</exception>
    internal Task<KubectlApplier?> KubectlAsync(CancellationToken cancel)
    {
        lock (_choosing)
            return _kubectl ??= _engine.MakeAsync(this, cancel);
    }
}
