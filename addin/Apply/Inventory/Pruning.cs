using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Settings;

namespace Cake.Istio.Apply.Inventory;

/// <summary>Decides what of an earlier install is deleted because the release no longer has it.</summary>
internal sealed record Pruning
{
    /// <summary>The way out where so many deletions are refused.</summary>
    public const string RefusalHint = "Look at --target=Plan first; allow it with --prune-limit=100, or keep what is there with --prune=false.";

    /// <summary>What the last install recorded, or null where there was none.</summary>
    public InstallRecord? Record { get; init; }

    /// <summary>Whether anything is deleted at all.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>Whether custom resource definitions are deleted too, and with them every object of their kinds.</summary>
    public bool IncludesDefinitions { get; init; }

    /// <summary>How much of what is recorded may be deleted at once, in percent.</summary>
    public int Limit { get; init; } = MeshSettings.DefaultPruneLimit;

    /// <summary>What is recorded and no longer wanted.</summary>
    /// <param name="desired">The keys of the release's objects.</param>
    public IReadOnlyList<RecordedObject> Candidates(IReadOnlySet<ObjectKey> desired) =>
        [.. (Record?.Objects ?? []).Where(item => !desired.Contains(item.Key))];

    /// <summary>Whether an object may be deleted, were it there. A namespace never is: it may hold what others made.</summary>
    public bool MayDelete(RecordedObject item) =>
        IsOn && item.Subject.Kind != "Namespace" && (IncludesDefinitions || item.Subject.Kind != "CustomResourceDefinition");

    /// <summary>Whether a live object is the one that was recorded.</summary>
    /// <param name="item">The record.</param>
    /// <param name="live">The live object.</param>
    public static bool IsRecorded(RecordedObject item, JsonObject live) => item.Uid is { } uid
        ? (string?)live["metadata"]?["uid"] == uid
        // The install ended before it could record the UID; then the fields that it wrote show that the object is its own. One without any fields, such as
        // a service account, shows nobody, or who has completed it since; servers before 1.16 show nobody at all.
        : ManagedFieldsEntry.Read(live) is var entries && (entries.Any(entry => entry.IsInstaller) || entries.All(entry => entry.Manager == FieldManager.ControllerManager));

    /// <summary>Why so many deletions are refused, or null where they are few enough.</summary>
    public string? Refusal(int deletions)
    {
        var recorded = Record?.Objects.Count ?? 0;
        return deletions * 100 > recorded * Limit
            ? $"{deletions} of the {recorded} objects that the last install recorded would be deleted, which is more than {Limit} %."
            : null;
    }

    /// <summary>Where recorded objects are to be looked for, as far as their kinds are served.</summary>
    public static IEnumerable<(ApiResource Resource, string? Namespace)> PlacesOf(IEnumerable<RecordedObject> recorded, ApiDiscovery discovery) =>
        from item in recorded
        let resource = Find(discovery, item)
        where resource is not null
        select (resource, item.Subject.Namespace);

    /// <summary>Where a recorded object is served now: in its own version, else in the one that the server prefers.</summary>
    public static ApiResource? Find(ApiDiscovery discovery, RecordedObject item) =>
        discovery.Find(item.Subject.ApiVersion, item.Subject.Kind) ?? discovery.PreferredFor(item.Subject.Group, item.Subject.Kind);
}
