using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Releases;
using Cake.Istio.Settings;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight;

/// <summary>Finds out whether a cluster can take a release, before anything is written. Persists nothing.</summary>
internal sealed class PreflightRun(ClusterConnection cluster, MeshSettings settings, IstioVersion release, TimeProvider time)
{
    /// <summary>All findings, also after one has failed.</summary>
    /// <param name="objects">The release's objects as they would be applied.</param>
    /// <param name="plan">Plans the install.</param>
    /// <param name="cancel">Ends the requests.</param>
    /// <exception cref="Errors.MeshException">The cluster cannot be reached or does not let us in; nothing else can be found out then.</exception>
    public async Task<IReadOnlyList<Finding>> RunAsync(
        IReadOnlyList<KubeObject> objects, Func<CancellationToken, Task<MeshInstall>> plan, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        var version = await cluster.VersionAsync(cancel);
        var reachable = Finding.Passed("cluster-reachable", $"The API server answers; it runs Kubernetes {version}.") with { Duration = time.GetElapsedTime(start) };
        var scene = await new SceneReader(cluster, settings, release).ReadAsync(objects, version, plan, cancel);
        return [reachable, .. PreflightChecks.Run(scene)];
    }
}
