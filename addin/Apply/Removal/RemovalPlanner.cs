using System.Text.Json.Nodes;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.PostInstall;

namespace Cake.Istio.Apply.Removal;

/// <summary>Finds out what an uninstall would remove: what is recorded and still the same object, and what the control plane made at run time.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="ns">The mesh namespace.</param>
/// <param name="purge">Whether custom resource definitions go too.</param>
internal sealed class RemovalPlanner(ClusterConnection cluster, string ns, bool purge)
{
    private readonly RuntimeObjectSearch _runtime = new(cluster, ns);

    /// <summary>Makes the plan; persists nothing.</summary>
    public async Task<RemovalPlan> PlanAsync(InstallRecord record, CancellationToken cancel)
    {
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var live = await LiveObjects.ReadAsync(cluster, Pruning.PlacesOf(record.Objects, discovery), cancel);
        var there = record.Objects.Where(item => live.Find(item.Key) is { } found && Pruning.IsRecorded(item, found)).ToList();
        var definitions = there.Where(IsDefinition).ToList();

        var recorded = there
            .Where(item => item.Subject.Kind != "Namespace" && (purge || !IsDefinition(item)))
            .Select(item => Deletion(item.Subject, Pruning.Find(discovery, item)!, live.Find(item.Key)!, null));
        var made = await _runtime.FindAsync(RuntimeObjects.All, cancel);
        // What an earlier revision's Job applied stays when a later one no longer has it.
        var earlier = await new RevisionStore(cluster, ns).ReadConfigMapsAsync(cancel);
        var payloads = await FindPayloadsAsync(there.Select(item => live.Find(item.Key)!).Concat(earlier), discovery, cancel);
        var all = recorded.Concat(made).Concat(payloads).DistinctBy(change => change.Key).ToLookup(change => change.Action);
        var deletions = StageOrder.ForRemoval(all[ChangeAction.Deleted], change => change.Subject);
        var resources = (await CustomResourcesAsync(definitions.Select(item => live.Find(item.Key)!), discovery, cancel))
            .ExceptBy(deletions.Select(change => change.Key), ObjectKey.Of).ToList();
        return new(deletions, purge ? [] : [.. definitions.Select(item => item.Subject)], resources, record.MadeNamespace)
        {
            Kept = StageOrder.ForRemoval(all[ChangeAction.Skipped].Where(change => !purge || !resources.Select(ObjectKey.Of).Contains(change.Key)), change => change.Subject),
        };
    }

    /// <summary>The webhook configurations that a control plane makes at run time and that are there just now.</summary>
    public Task<IReadOnlyList<PlannedChange>> FindWebhooksAsync(CancellationToken cancel) =>
        _runtime.FindDeletionsAsync(row => row.Kind.EndsWith("WebhookConfiguration", StringComparison.Ordinal), cancel);

    private static bool IsDefinition(RecordedObject item) => item.Subject.Kind == "CustomResourceDefinition";

    private static PlannedChange Deletion(ObjectRef subject, ApiResource resource, JsonObject live, string? why) => new(subject, ChangeAction.Deleted)
    {
        Stage = StageOrder.StageOf(subject),
        Resource = resource,
        Live = live,
        Message = why,
    };

    // What the post-install Jobs of 1.1 to 1.3 apply stands in ConfigMaps of the release.
    private async Task<IEnumerable<PlannedChange>> FindPayloadsAsync(IEnumerable<JsonObject> objects, ApiDiscovery discovery, CancellationToken cancel)
    {
        var payloads = from map in objects
                       from item in PostInstallPayload.ObjectsOf(map)
                       let resource = discovery.Find(item.ApiVersion, item.Kind)
                       where resource is not null
                       group item.Json by (Resource: resource, Subject: item.Ref with { Namespace = resource.Namespaced ? item.Namespace ?? ns : null });
        var found = await Task.WhenAll(payloads.Select(async bodies =>
            (Bodies: bodies, Live: await cluster.GetAsync(bodies.Key.Resource, bodies.Key.Subject.Namespace, bodies.Key.Subject.Name, cancel))));
        return from entry in found
               where entry.Live is not null
               let deletion = Deletion(entry.Bodies.Key.Subject, entry.Bodies.Key.Resource, entry.Live, "applied by a post-install Job")
               // Each mode and release has a form of its own.
               select entry.Bodies.Any(body => JobPayloads.IsAsMade(body, entry.Live))
                   ? deletion
                   : deletion with { Action = ChangeAction.Skipped, Message = "it is not as a post-install Job applied it" };
    }

    private async Task<IEnumerable<ObjectRef>> CustomResourcesAsync(IEnumerable<JsonObject> definitions, ApiDiscovery discovery, CancellationToken cancel)
    {
        var resources = definitions
            .Select(definition => discovery.PreferredFor((string?)definition["spec"]?["group"] ?? "", (string?)definition["spec"]?["names"]?["kind"] ?? ""))
            .OfType<ApiResource>();
        var lists = await Task.WhenAll(resources.Select(async resource =>
            (await cluster.ListAsync(resource, null, null, cancel)).Items.Select(item => Identity(resource, item))));
        return lists.SelectMany(list => list);
    }

    private static ObjectRef Identity(ApiResource resource, JsonObject item) =>
        new(resource.ApiVersion, resource.Kind, (string?)item["metadata"]?["namespace"], (string?)item["metadata"]?["name"] ?? "");
}
