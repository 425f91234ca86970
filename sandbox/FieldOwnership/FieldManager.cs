using Cake.Istio.Sandbox.Decoding;
using Entries = System.Collections.Generic.Dictionary<Cake.Istio.Sandbox.FieldOwnership.ManagerKey, Cake.Istio.Sandbox.FieldOwnership.ManagedEntry>;

namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>Keeps <c>metadata.managedFields</c> and carries out server-side apply, as apimachinery's managedfields.FieldManager does (KEP-555).</summary>
internal static class FieldManager
{
    private const string BeforeFirstApply = "before-first-apply";

    private static readonly FieldSet Stripped = FieldSet.Of(
        "apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace", "metadata.creationTimestamp", "metadata.selfLink", "metadata.uid",
        "metadata.clusterName", "metadata.generation", "metadata.managedFields", "metadata.resourceVersion");

    /// <summary>
    /// Records in <paramref name="next"/> who owns what after a create, replace or patch.
    /// </summary>
    /// <param name="ownership">The operation.</param>
    /// <param name="live">The stored object; on a create, the kind's empty object.</param>
    /// <param name="next">The object to be stored, complete with defaults; its managedFields are replaced.</param>
    /// <param name="manager">The field manager.</param>
    public static void Update(Ownership ownership, JsonObject live, JsonObject next, string manager)
    {
        var entries = ReadForUpdate(ownership, live, next);
        var liveFields = Detach(live);
        Detach(next);
        // An object that nobody keeps track of is not tracked from an update on; a create is.
        if (entries.Count > 0 || live["metadata"]?["uid"] is null)
        {
            RecordUpdate(ownership, live, next, manager, entries);
            UpdateManagers.Cap(entries);
        }
        Attach(live, liveFields);
        Attach(next, ManagedFields.Write(entries));
    }

    /// <summary>Lays a configuration over the live object.</summary>
    /// <param name="ownership">The operation.</param>
    /// <param name="live">The stored object; on a create, the kind's empty object.</param>
    /// <param name="config">The applied configuration, checked against the type.</param>
    /// <param name="manager">The field manager.</param>
    /// <param name="force">Take fields that others own.</param>
    /// <returns>The object to be decoded and stored, with its managedFields; a new one.</returns>
    /// <exception cref="StatusException">409 with its causes when others own fields that would change; 400.</exception>
    public static JsonObject Apply(Ownership ownership, JsonObject live, JsonObject config, string manager, bool force)
    {
        var entries = ReadOrEmpty(live);
        var liveFields = Detach(live);
        try
        {
            if (entries.Count == 0)
                RecordUpdate(ownership, EmptyObject.Of(ownership.Kind), live, BeforeFirstApply, entries);
            var result = Apply(ownership, live, config, manager, force, new Entries(entries), out var conflicts);
            if (conflicts.Count > 0)
            {
                conflicts = LastApplied.Narrow(ownership, live, manager, conflicts);
                if (conflicts.Count > 0)
                    throw ApplyConflict.ToStatus(conflicts);
                result = Apply(ownership, live, config, manager, force: true, entries, out _);
            }
            LastApplied.Refresh(result, config, manager);
            return result;
        }
        finally
        {
            Attach(live, liveFields);
        }
    }

    private static JsonObject Apply(
        Ownership ownership, JsonObject live, JsonObject config, string manager, bool force, Entries entries, out IReadOnlyList<ApplyConflict> conflicts)
    {
        var actor = ManagerKey.Of(manager, ManagerKey.Apply, ownership.Kind.ApiVersion, ownership.Subresource);
        var type = ownership.Kind.Type;
        var merged = TypedMerge.Merge(live, config, type);
        var last = entries.GetValueOrDefault(actor);
        var applied = TypedFieldSet.Of(config, type).RecursiveDifference(ownership.Ignored);
        entries[actor] = new ManagedEntry(applied, ownership.Kind.ApiVersion, last?.Time);
        if (last is { Fields.IsEmpty: false })
            merged = OwnershipPruning.Prune(ownership, merged, entries, last);

        conflicts = OwnershipUpdate.TakeFromOthers(ownership, entries, actor, version => TypedComparison.Of(live, merged, version), force);

        // An apply that changes no value does not touch the time, not even of a new manager.
        var time = JsonNode.DeepEquals(live, merged) ? last?.Time : ownership.Time;
        OwnershipUpdate.Put(entries, actor, new ManagedEntry(applied.Difference(Stripped), ownership.Kind.ApiVersion, time));
        Attach(merged, ManagedFields.Write(entries));
        return merged;
    }

    private static void RecordUpdate(Ownership ownership, JsonObject live, JsonObject next, string manager, Entries entries)
    {
        var actor = ManagerKey.Of(manager, ManagerKey.Update, ownership.Kind.ApiVersion, ownership.Subresource);
        var comparison = TypedComparison.Of(live, next, ownership.Kind.Type).Without(ownership.Ignored);
        // The manager's own entry loses what changes like any other's, and gets it back as taken now.
        OwnershipUpdate.TakeFromOthers(ownership, entries, Nobody, type => TypedComparison.Of(live, next, type), force: true);
        var taken = comparison.Modified.Union(comparison.Added).Difference(Stripped);
        if (taken.IsEmpty)
            return;
        var before = entries.GetValueOrDefault(actor)?.Fields ?? FieldSet.Empty;
        entries[actor] = new ManagedEntry(before.Union(taken), ownership.Kind.ApiVersion, ownership.Time);
    }

    private static readonly ManagerKey Nobody = new("", "", "", "");

    private static Entries ReadForUpdate(Ownership ownership, JsonObject live, JsonObject next)
    {
        var given = next["metadata"]?["managedFields"];
        if (ownership.Subresource is null && given is JsonArray list)
        {
            if (list is [] or [JsonObject { Count: 0 }])
                return [];
            var entries = ReadOrEmpty(next);
            if (entries.Count > 0)
                return entries;
        }
        return ReadOrEmpty(live);
    }

    private static Entries ReadOrEmpty(JsonObject value)
    {
        try
        {
            return ManagedFields.Read(value["metadata"]?["managedFields"]);
        }
        catch (FormatException)
        {
            // As a real server: who sends broken managedFields loses them rather than the request.
            return [];
        }
    }

    private static JsonNode? Detach(JsonObject value)
    {
        if (value["metadata"] is not JsonObject metadata || !metadata.TryGetPropertyValue("managedFields", out var fields))
            return null;
        metadata.Remove("managedFields");
        return fields;
    }

    private static void Attach(JsonObject value, JsonNode? fields)
    {
        if (fields is not null && value["metadata"] is JsonObject metadata)
            metadata["managedFields"] = fields;
    }
}
