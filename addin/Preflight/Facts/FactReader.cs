using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Gateway;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Facts;

/// <summary>Lists what is around the mesh, all kinds in parallel. What the user may not list stays empty and is named.</summary>
internal sealed class FactReader(ClusterConnection cluster, ApiDiscovery discovery)
{
    private readonly ConcurrentBag<string> _hidden = [];

    /// <summary>Reads the facts.</summary>
    /// <param name="ns">The mesh namespace.</param>
    /// <param name="templates">Whether workloads without pods matter.</param>
    /// <param name="cancel">Ends the requests.</param>
    public async Task<ClusterFacts> ReadAsync(string ns, bool templates, CancellationToken cancel)
    {
        var nodes = ListAsync("", "Node", null, Whole, cancel);
        var pods = ListAsync("", "Pod", null, PodSummary.Of, cancel);
        var services = ListAsync("", "Service", null, Whole, cancel);
        var daemonSets = ListAsync("apps", "DaemonSet", null, Whole, cancel);
        var workloads = templates ? TemplatesAsync(cancel) : Task.FromResult<IReadOnlyList<WorkloadTemplate>>([]);
        var deployments = ListAsync("apps", "Deployment", ns, Whole, cancel);
        var system = SystemWorkloadsAsync(cancel);
        var namespaces = ListAsync("", "Namespace", null, Whole, cancel);
        var quotas = ListAsync("", "ResourceQuota", ns, Whole, cancel);
        var limitRanges = ListAsync("", "LimitRange", ns, Whole, cancel);
        var webhooks = WebhooksAsync(cancel);
        await Task.WhenAll(nodes, pods, services, daemonSets, workloads, deployments, system, namespaces, quotas, limitRanges, webhooks);
        return new()
        {
            Nodes = await nodes,
            Pods = await pods,
            Services = await services,
            DaemonSets = await daemonSets,
            Templates = [.. await workloads, .. templates ? (await daemonSets).Select(WorkloadTemplate.Of) : []],
            Deployments = await deployments,
            SystemWorkloads = await system,
            Namespaces = await namespaces,
            Quotas = await quotas,
            LimitRanges = await limitRanges,
            Webhooks = (await webhooks).Configurations,
            DeadServices = (await webhooks).Dead,
            Hidden = [.. _hidden.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }

    private static JsonObject Whole(JsonObject item) => item;

    private async Task<IReadOnlyList<WorkloadTemplate>> TemplatesAsync(CancellationToken cancel)
    {
        (string Group, string Kind)[] kinds = [("batch", "CronJob"), ("apps", "Deployment"), ("apps", "StatefulSet")];
        return [.. (await Task.WhenAll(kinds.Select(kind => ListAsync(kind.Group, kind.Kind, null, WorkloadTemplate.Of, cancel)))).SelectMany(list => list)];
    }

    private async Task<IReadOnlyList<JsonObject>> SystemWorkloadsAsync(CancellationToken cancel) =>
    [
        .. (await Task.WhenAll(new[] { "Deployment", "StatefulSet" }.Select(kind => ListAsync("apps", kind, LoadBalancerDetection.SystemNamespace, Whole, cancel)))).SelectMany(list => list),
    ];

    private async Task<(IReadOnlyList<JsonObject> Configurations, IReadOnlySet<(string, string)> Dead)> WebhooksAsync(CancellationToken cancel)
    {
        var lists = await Task.WhenAll(
            ListAsync("admissionregistration.k8s.io", "MutatingWebhookConfiguration", null, Whole, cancel),
            ListAsync("admissionregistration.k8s.io", "ValidatingWebhookConfiguration", null, Whole, cancel));
        var configurations = lists.SelectMany(list => list).ToList();
        var services = configurations.SelectMany(ServicesOf).Distinct();
        var answers = await Task.WhenAll(services.Select(async service => (service, IsDead: await IsDeadAsync(service.Namespace, service.Name, cancel))));
        return (configurations, answers.Where(answer => answer.IsDead).Select(answer => answer.service).ToHashSet());
    }

    private static IEnumerable<(string Namespace, string Name)> ServicesOf(JsonObject configuration) =>
        from webhook in configuration.Objects("webhooks")
        let service = webhook.At("clientConfig", "service")
        where service is not null
        select (service.Text("namespace") ?? "", service.Text("name") ?? "");

    private async Task<bool> IsDeadAsync(string ns, string name, CancellationToken cancel)
    {
        try
        {
            return !await ServiceEndpoints.IsReadyAsync(cluster, ns, name, cancel);
        }
        catch (ApiException refusal) when (refusal.Status.Code == 403)
        {
            _hidden.Add("endpointslices");
            return false;
        }
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(string group, string kind, string? ns, Func<JsonObject, T> select, CancellationToken cancel)
    {
        if (discovery.PreferredFor(group, kind) is not { } resource)
            return [];
        try
        {
            return (await cluster.SelectAsync(resource, ns, null, select, cancel)).Items;
        }
        catch (ApiException refusal) when (refusal.Status.Code == 403)
        {
            _hidden.Add(resource.Plural);
            return [];
        }
    }
}
