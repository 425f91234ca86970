using System.Text.Json.Nodes;
using Cake.Istio.Cluster;

namespace Cake.Istio.Apply;

/// <summary>Decides from the server's answer to a dry run what an install would do to an object that exists.</summary>
/// <param name="change">The change as far as it is known.</param>
/// <param name="live">The live object.</param>
/// <param name="differences">What may differ.</param>
/// <param name="options">What may be taken over.</param>
internal sealed class UpdateDecision(PlannedChange change, JsonObject live, IReadOnlyList<Difference> differences, PlannerOptions options)
{
    private readonly IReadOnlyList<ManagedFieldsEntry> _owners = ManagedFieldsEntry.Read(live);

    /// <summary>The decision, given the object as it would be.</summary>
    public PlannedChange ByAnswer(JsonObject next)
    {
        var removals = change.Mode == WriteMode.Migrate ? OwnershipMigration.Removals(change.Body, live, options.Adopt) : [];
        next = (JsonObject)next.DeepClone();
        foreach (var path in removals)
            path.RemoveFrom(next);
        var fields = FieldChanges.Between([.. differences, .. removals.Select(path => new Difference(path, DifferenceKind.Removed))], live, next);
        if (fields.Count > 0)
            return change with { Action = ChangeAction.Configured, Fields = fields };
        if (change.Mode != WriteMode.Migrate && IsOwnershipEqual(live, next))
            return change with { Action = ChangeAction.Unchanged };
        return change with { Action = ChangeAction.Configured, Message = "same values; becomes their owner" };
    }

    /// <summary>Whether all conflicts are with managers that may be overruled.</summary>
    public bool MayForce(IEnumerable<FieldConflict> conflicts) => conflicts.All(conflict => IsMigrated(conflict) || IsOverruled(conflict));

    /// <summary>The decision, given the object as it would be after conflicting fields are taken over.</summary>
    public PlannedChange ByForcedAnswer(JsonObject next, IEnumerable<FieldConflict> conflicts) =>
        ByAnswer(next) with { Force = conflicts.Any(conflict => !IsMigrated(conflict)) };

    /// <summary>The decision, given that the server refuses.</summary>
    public PlannedChange ByRefusal(ApiStatus status)
    {
        if (Refusal.OfImmutable(status) is { } immutable && (string?)live["kind"] == "Job" && !Refusal.IsFinishedJob(live))
            return change.Refused(immutable with { Hint = "The Job still runs: run again when it has ended, and it is recreated, or delete it." });
        if (Refusal.OfImmutable(status) is null || !Refusal.IsFinishedJob(live))
            return (change with { Fields = FieldChanges.Between(differences, live, change.Body) }).Refused(FieldConflict.IsIn(status) ? Refusal.OfConflicts(Contested(FieldConflict.Read(status)), _owners) : Refusal.Of(status, exists: true));
        return change with
        {
            Action = ChangeAction.Configured,
            Mode = WriteMode.Recreate,
            Fields = FieldChanges.Between(differences, live, change.Body),
            Message = "the finished Job is deleted and runs again",
        };
    }

    // What migrates on its own stands in nobody's way.
    private IReadOnlyList<FieldConflict> Contested(IReadOnlyList<FieldConflict> conflicts) =>
        conflicts.Where(conflict => !IsMigrated(conflict)).ToList() is { Count: > 0 } contested ? contested : conflicts;

    private bool IsMigrated(FieldConflict conflict) => conflict.OwnersAmong(_owners).Any(entry => OwnershipMigration.Takes(entry, options.Adopt));

    private bool IsOverruled(FieldConflict conflict) =>
        options.ForceConflicts || (options.KeepGateway && conflict.Manager == FieldManager.Gateway);

    private static bool IsOwnershipEqual(JsonObject live, JsonObject next) => Ownership(live) == Ownership(next);

    // The time of an entry is not part of who owns what.
    private static string Ownership(JsonObject item)
    {
        var entries = (item["metadata"]?["managedFields"] as JsonArray ?? []).OfType<JsonObject>().Select(entry => (JsonObject)entry.DeepClone()).ToList();
        foreach (var entry in entries)
            entry.Remove("time");
        return string.Join('\n', entries.Select(JsonText.Canonical).Order(StringComparer.Ordinal));
    }
}
