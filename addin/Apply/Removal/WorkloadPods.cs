using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Removal;

/// <summary>The pods of workloads that are removed, known by who owns them: they end after the workload is gone.</summary>
internal sealed class WorkloadPods
{
    private readonly ClusterConnection _cluster;
    private readonly ApiResource _pods;
    private readonly IReadOnlyList<string> _namespaces;
    private readonly Dictionary<string, string> _workloadOf;

    private WorkloadPods(ClusterConnection cluster, ApiResource pods, IReadOnlyList<string> namespaces, Dictionary<string, string> workloadOf) =>
        (_cluster, _pods, _namespaces, _workloadOf) = (cluster, pods, namespaces, workloadOf);

    /// <summary>Looks who owns the pods, while that can still be seen.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="workloads">What is about to be removed.</param>
    /// <param name="cancel">Ends the requests.</param>
    public static async Task<WorkloadPods> FindAsync(ClusterConnection cluster, IEnumerable<PlannedChange> workloads, CancellationToken cancel)
    {
        var namespaced = workloads.Where(change => change.Subject.Namespace is not null).ToList();
        var namespaces = namespaced.Select(change => change.Subject.Namespace!).Distinct(StringComparer.Ordinal).ToList();
        var workloadOf = namespaced.Select(change => Uid(change.Live)).OfType<string>().ToDictionary(uid => uid, StringComparer.Ordinal);
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        if (discovery.PreferredFor("apps", "ReplicaSet") is { } replicaSets)
        {
            foreach (var item in await ListAsync(cluster, replicaSets, namespaces, cancel))
            {
                if (Uid(item) is { } uid && OwnerOf(item, workloadOf) is { } workload)
                    workloadOf.TryAdd(uid, workload);
            }
        }

        return new(cluster, discovery.Find("v1", "Pod")!, namespaces, workloadOf);
    }

    /// <summary>Those that are still there; none where the user may not see pods.</summary>
    /// <param name="staying">UIDs of workloads that could not be removed, whose pods run on.</param>
    /// <param name="cancel">Ends the requests.</param>
    public async Task<IReadOnlyList<(ObjectRef Subject, JsonObject Live)>> LeftAsync(IReadOnlySet<string> staying, CancellationToken cancel) =>
    [
        .. from pod in await ListAsync(_cluster, _pods, _namespaces, cancel)
           where OwnerOf(pod, _workloadOf) is { } workload && !staying.Contains(workload)
           select (new ObjectRef("v1", "Pod", (string?)pod["metadata"]?["namespace"], (string?)pod["metadata"]?["name"] ?? ""), pod),
    ];

    private static async Task<IEnumerable<JsonObject>> ListAsync(ClusterConnection cluster, ApiResource resource, IEnumerable<string> namespaces, CancellationToken cancel)
    {
        try
        {
            return (await Task.WhenAll(namespaces.Select(ns => cluster.ListIfServedAsync(resource, ns, null, cancel)))).SelectMany(list => list);
        }
        catch (ApiException refusal) when (refusal.Status.Code == 403)
        {
            return [];
        }
    }

    private static string? OwnerOf(JsonObject item, Dictionary<string, string> workloadOf) =>
        (item["metadata"]?["ownerReferences"] as JsonArray ?? []).Select(reference => workloadOf.GetValueOrDefault((string?)reference?["uid"] ?? "")).FirstOrDefault(workload => workload is not null);

    private static string? Uid(JsonObject? item) => (string?)item?["metadata"]?["uid"];
}
