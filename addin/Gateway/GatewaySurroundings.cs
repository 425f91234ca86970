using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Readiness;

namespace Cake.Istio.Gateway;

/// <summary>Reads what around the ingress gateway tells how it can be reached.</summary>
internal sealed class GatewaySurroundings(ClusterConnection cluster, ApiDiscovery discovery)
{
    private const int LastEvents = 5;

    private Task<IReadOnlyList<JsonObject>>? _nodes;

    /// <summary>Looks for a load balancer provider. What the user may not list counts as not found.</summary>
    public async Task<LoadBalancerProvider?> FindProviderAsync(CancellationToken cancel)
    {
        var nodes = NodesAsync(cancel);
        var services = ListAsync("v1", "Service", cancel);
        var daemonSets = ListAsync("apps/v1", "DaemonSet", cancel);
        var deployments = ListAsync("apps/v1", "Deployment", cancel, LoadBalancerDetection.SystemNamespace);
        var statefulSets = ListAsync("apps/v1", "StatefulSet", cancel, LoadBalancerDetection.SystemNamespace);
        await Task.WhenAll(nodes, services, daemonSets, deployments, statefulSets);
        return LoadBalancerDetection.Detect(await nodes, await services, [.. await daemonSets, .. await deployments, .. await statefulSets], [.. discovery.Groups.Select(group => group.Name)]);
    }

    /// <summary>The cluster's nodes, listed once.</summary>
    public Task<IReadOnlyList<JsonObject>> NodesAsync(CancellationToken cancel) => _nodes ??= ListAsync("v1", "Node", cancel);

    /// <summary>The Service's last events, the newest last.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(string ns, CancellationToken cancel)
    {
        var events = await ObjectEvents.ListAsync(cluster, ns, "Service", GatewayReport.ServiceName, cancel);
        return [.. events.TakeLast(LastEvents).Select(one => $"{one.Type} {one.Reason}: {one.Message}")];
    }

    private async Task<IReadOnlyList<JsonObject>> ListAsync(string apiVersion, string kind, CancellationToken cancel, string? ns = null)
    {
        if (discovery.Find(apiVersion, kind) is not { } resource)
            return [];
        try
        {
            return (await cluster.ListAsync(resource, ns, null, cancel)).Items;
        }
        catch (ApiException refusal) when (refusal.Status.Code == 403)
        {
            return [];
        }
    }
}
