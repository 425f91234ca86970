using System.Text.Json.Nodes;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Apply.Locking;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Removal;

/// <summary>Removes the mesh namespace at the very end, if nothing of anybody else's is in it.</summary>
internal sealed class NamespaceRemoval(ClusterConnection cluster, RunDeadline deadline, string ns)
{
    // Kept by the cluster for every namespace, or a copy of what is listed under another kind.
    private static readonly string[] ClusterKinds = ["Event", "Endpoints", "EndpointSlice", "PodMetrics"];

    /// <summary>What is in the namespace and was made neither by the cluster nor by an install.</summary>
    public async Task<IReadOnlyList<ObjectRef>> FindForeignAsync(CancellationToken cancel)
    {
        var discovery = await cluster.DiscoverAsync(refresh: true, cancel);
        var resources = discovery.Resources
            .Where(resource => resource.Namespaced && resource.Verbs.Contains("list", StringComparer.Ordinal) && !ClusterKinds.Contains(resource.Kind, StringComparer.Ordinal))
            .Where(resource => discovery.PreferredFor(resource.Group, resource.Kind) == resource);
        var lists = await Task.WhenAll(resources.Select(async resource =>
            (await cluster.ListIfServedAsync(resource, ns, null, cancel))
                .Where(item => IsForeign(resource.Kind, item))
                .Select(item => new ObjectRef(resource.ApiVersion, resource.Kind, ns, (string?)item["metadata"]?["name"] ?? ""))));
        return StageOrder.ForInstall(lists.SelectMany(list => list), item => item);
    }

    /// <summary>Whether the namespace is being deleted, so that nothing can be made in it: no lock, no install.</summary>
    public async Task<bool> IsGoingAsync(CancellationToken cancel) => (await ReadAsync(cancel)).Live?["metadata"]?["deletionTimestamp"] is not null;

    /// <summary>Deletes the namespace and waits until it is gone. The install lock in it must have been given back.</summary>
    public async Task RemoveAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is (var namespaces, { } live))
            await new ObjectRemover(cluster, deadline).RemoveAsync(namespaces, new("v1", "Namespace", null, ns), live, DeletePropagation.Background, cancel);
    }

    private async Task<(ApiResource Namespaces, JsonObject? Live)> ReadAsync(CancellationToken cancel)
    {
        var namespaces = (await cluster.DiscoverAsync(refresh: false, cancel)).Find("v1", "Namespace")!;
        return (namespaces, await cluster.GetAsync(namespaces, null, ns, cancel));
    }

    /// <summary>Whether an object is somebody's own.</summary>
    internal static bool IsForeign(string kind, JsonObject item)
    {
        var metadata = item["metadata"];
        // What has an owner or is on its way out goes without us.
        if (metadata?["ownerReferences"] is JsonArray { Count: > 0 } || metadata?["deletionTimestamp"] is not null)
            return false;
        return (kind, (string?)metadata?["name"]) switch
        {
            ("ConfigMap", "kube-root-ca.crt" or "openshift-service-ca.crt" or RecordStore.Name) => false,
            ("ServiceAccount", "default") => false,
            ("Lease", LockLease.Name) => false,
            ("Secret", _) when metadata?["labels"]?[RevisionStore.NumberLabel] is not null || (string?)item["type"] == "kubernetes.io/service-account-token" => false,
            // A control plane makes it again until its last pod is gone.
            _ => !RuntimeObjects.Have(kind, item),
        };
    }
}
