using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Reporting;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    private IReadOnlyList<KubeObject>? _desired;

    /// <summary>The objects as they are applied to this cluster: the release's, in API versions that it serves.</summary>
    private async Task<IReadOnlyList<KubeObject>> GetDesiredAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        if (_desired is not null)
            return _desired;

        return _desired = await UpgradeAsync(cluster, await GetObjectsAsync(cancel), cancel);
    }

    private async Task<IReadOnlyList<KubeObject>> UpgradeAsync(ClusterConnection cluster, IReadOnlyList<KubeObject> objects, CancellationToken cancel)
    {
        if (!_settings.UpgradeApis)
            return objects;

        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var upgrade = ApiUpgrade.Upgrade(objects, discovery.IsServed);
        UpgradeLog.Write(_log, upgrade);
        return upgrade.Objects;
    }
}
