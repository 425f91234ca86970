using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>
/// Makes fields that <c>kubectl apply</c> wrote (the procedure by hand), and with <c>--adopt</c> those of other installers, our own.
/// </summary>
/// <remarks>
/// The entries of those managers are joined with ours in <c>metadata.managedFields</c> before the apply, as kubectl itself does when it changes from
/// client-side to server-side apply. So the apply needs no force, and what the manifest no longer has is removed instead of left behind.
/// </remarks>
internal static class OwnershipMigration
{
    /// <summary>The annotation in which <c>kubectl apply</c> keeps what it applied last.</summary>
    public const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Whether an entry's fields become ours.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="adopt">Whether other installers' fields are taken over too.</param>
    public static bool Takes(ManagedFieldsEntry entry, bool adopt) =>
        entry.Subresource.Length == 0 && (FieldManager.IsHandProcedure(entry.Manager) || (adopt && entry.IsOtherInstaller));

    /// <summary>
    /// The JSON patch (RFC 6902) that joins the entries, or null where there is nothing to take over. It fails with 409 or 422 if the object
    /// has changed in the meantime.
    /// </summary>
    /// <param name="body">What we send; of a Namespace, labels and annotations that are not in it are not taken over.</param>
    /// <param name="live">The live object.</param>
    /// <param name="adopt">Whether other installers' fields are taken over too.</param>
    public static JsonArray? Patch(JsonObject body, JsonObject live, bool adopt)
    {
        var entries = (live["metadata"]?["managedFields"] as JsonArray ?? []).OfType<JsonObject>()
            .Zip(ManagedFieldsEntry.Read(live)).ToList();
        var takeable = entries.Where(entry => Takes(entry.Second, adopt)).ToList();
        var taken = takeable.Select(entry => (First: (JsonObject)entry.First.DeepClone(), entry.Second)).ToList();
        var left = taken.Select(entry => WhatIsLeft(body, entry.First)).OfType<JsonObject>().ToList();
        taken.RemoveAll(entry => entry.First["fieldsV1"] is JsonObject { Count: 0 });
        if (taken.Count == 0)
            return null;

        var ours = entries.Where(entry => entry.Second.IsInstaller).ToList();
        var template = (ours.Count > 0 ? ours : taken)[0].First;
        var version = (string?)template["apiVersion"];
        var fields = new JsonObject();
        foreach (var entry in ours.Concat(taken).Where(entry => (string?)entry.First["apiVersion"] == version))
            Join(fields, entry.First["fieldsV1"] as JsonObject ?? []);

        var joined = (JsonObject)template.DeepClone();
        joined["manager"] = FieldManager.Installer;
        joined["operation"] = "Apply";
        joined["fieldsV1"] = fields;
        var rest = entries.Except(ours).Except(takeable).Select(entry => (JsonObject)entry.First.DeepClone()).Concat(left);
        return
        [
            Operation("test", "/metadata/resourceVersion", live["metadata"]?["resourceVersion"]?.DeepClone()),
            Operation("replace", "/metadata/managedFields", new JsonArray([joined, .. rest])),
        ];
    }

    /// <summary>What the apply after the migration removes: fields that were taken over, that we do not send, and that nobody else owns.</summary>
    /// <param name="body">What we send.</param>
    /// <param name="live">The live object.</param>
    /// <param name="adopt">Whether other installers' fields are taken over too.</param>
    public static IReadOnlyList<FieldPath> Removals(JsonObject body, JsonObject live, bool adopt)
    {
        var entries = ManagedFieldsEntry.Read(live);
        var applied = (string?)live["metadata"]?["annotations"]?[LastApplied] is { } text ? JsonNode.Parse(text) : null;
        return
        [
            .. from entry in entries
               where Takes(entry, adopt)
               from path in entry.Fields.Leaves()
               where path.Find(live) is not null && path.Find(body) is null && !NamespaceMetadata.Keeps(body, path)
                   // An update also owns what the server defaulted; only what was in the manifest counts as removed.
                   && (entry.Operation == "Apply" || path.LastField == LastApplied || OtherInstallers.HaveMark(path) || path.Find(applied) is not null)
                   && !entries.Any(other => !Takes(other, adopt) && !other.IsInstaller && other.Fields.Owns(path))
               select path,
        ];
    }

    // Of an entry that is taken over, what its manager keeps; null where that is nothing.
    private static JsonObject? WhatIsLeft(JsonObject body, JsonObject entry)
    {
        if (entry["fieldsV1"] is not JsonObject fields || NamespaceMetadata.TakeFrom(body, fields) is not { Count: > 0 } kept)
            return null;
        var left = (JsonObject)entry.DeepClone();
        left["fieldsV1"] = kept;
        return left;
    }

    private static void Join(JsonObject target, JsonObject source)
    {
        foreach (var (name, content) in source)
        {
            if (target[name] is JsonObject existing && content is JsonObject fields)
                Join(existing, fields);
            else
                target[name] = content?.DeepClone();
        }
    }

    private static JsonObject Operation(string name, string path, JsonNode? value) => new() { ["op"] = name, ["path"] = path, ["value"] = value };
}
