using System.Diagnostics;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight;

/// <summary>Finds out whether a cluster can take a release, before anything is written. Persists nothing.</summary>
internal sealed class PreflightRun(ClusterConnection cluster, TimeProvider time)
{
    /// <summary>All findings, also after one has failed.</summary>
    /// <param name="objects">The release's objects as they would be applied.</param>
    /// <param name="ns">The mesh namespace.</param>
    /// <param name="isUpgrading">Whether the objects were rewritten to served API versions already.</param>
    /// <param name="cancel">Ends the requests.</param>
    /// <exception cref="Errors.MeshException">The cluster cannot be reached or does not let us in; nothing else can be found out then.</exception>
    public async Task<IReadOnlyList<Finding>> RunAsync(IReadOnlyList<KubeObject> objects, string ns, bool isUpgrading, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        var version = await cluster.VersionAsync(cancel);
        var reachable = Finding.Passed("cluster-reachable", $"{cluster.Target} runs Kubernetes {version}.") with { Duration = time.GetElapsedTime(start) };

        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var served = ServedApisCheck.Check(objects, discovery.IsServed, version, isUpgrading);
        var live = await cluster.GetAsync(discovery.Find("v1", "Namespace") ?? throw new UnreachableException("every API server serves v1 Namespace"), null, ns, cancel);
        return [reachable, served, NamespaceCheck.Check(ns, live)];
    }
}
