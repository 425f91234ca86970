using Cake.Istio.Apply.Inventory;
using Cake.Istio.Cluster;
using Cake.Istio.Reporting;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    /// <summary>
    /// Shows what this installer has installed, the revisions that can be rolled back to, and what has changed since: fields edited by hand, objects
    /// deleted. Needs no release. Persists nothing.
    /// </summary>
    /// <returns>The same as a value; without a record where nothing is installed.</returns>
    public Task<DriftReport> StatusAsync() => _deadline.RunAsync(async cancel =>
    {
        var cluster = await OpenAsync(ClusterAccess.Read);
        var report = await new DriftCheck(cluster, Planner, _time).RunAsync(cancel);
        StatusLog.Write(_log, cluster.Target, _settings.Namespace, report);
        return report;
    });
}
