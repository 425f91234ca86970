using System.Text.Json.Nodes;
using Cake.Istio.Apply.ClientSide;

namespace Cake.Istio.Apply;

/// <summary>
/// The labels and annotations of a Namespace that the manifest does not have. They set rules for everything in it, such as pod security, and nobody who takes
/// over a mesh takes over those: they stay whose they are.
/// </summary>
internal static class NamespaceMetadata
{
    private static readonly string[] Maps = ["labels", "annotations"];

    /// <summary>Whether a field is one of them. The marks of other installers are not: they go with <c>--adopt</c>.</summary>
    /// <param name="body">What we send.</param>
    /// <param name="path">The field.</param>
    public static bool Keeps(JsonObject body, FieldPath path) =>
        IsNamespace(body)
        && path.Elements is [{ Field: "metadata" }, { Field: "labels" or "annotations" }, { Field: not null }]
        && path.Find(body) is null
        && !OtherInstallers.HaveMark(path);

    /// <summary>Takes them out of the fields that somebody owns.</summary>
    /// <param name="body">What we send.</param>
    /// <param name="fields">The fields, in the notation of managed fields; they are changed in place.</param>
    /// <returns>What was taken out; empty where there is nothing to keep.</returns>
    public static JsonObject TakeFrom(JsonObject body, JsonObject fields)
    {
        var kept = new JsonObject();
        if (!IsNamespace(body) || fields["f:metadata"] is not JsonObject metadata)
            return kept;
        foreach (var name in Maps)
        {
            if (metadata[$"f:{name}"] is not JsonObject map)
                continue;
            var theirs = new JsonObject();
            foreach (var (raw, content) in map.ToList())
            {
                // The map itself, which is written ".", stays with them too.
                if (raw != "." && !(FieldPathElement.Parse(raw) is { } element && Keeps(body, FieldPath.Of("metadata", name) + element)))
                    continue;
                map.Remove(raw);
                theirs[raw] = content;
            }

            if (theirs.Any(field => field.Key != "."))
                kept[$"f:{name}"] = theirs;
            if (map.Count == 0)
                metadata.Remove($"f:{name}");
        }

        if (metadata.Count == 0)
            fields.Remove("f:metadata");
        return kept.Count == 0 ? kept : new() { ["f:metadata"] = kept };
    }

    /// <summary>Sends them along where kubectl would remove what it applied before and is not sent now.</summary>
    /// <param name="body">What we send; it is changed in place.</param>
    /// <param name="live">The live object.</param>
    public static void SendAlong(JsonObject body, JsonObject live)
    {
        if (!IsNamespace(body) || body["metadata"] is not JsonObject metadata || LastApplied.Read(live)?["metadata"] is not JsonObject applied)
            return;
        foreach (var name in Maps)
        {
            foreach (var (key, _) in applied[name] as JsonObject ?? [])
            {
                var path = FieldPath.Of("metadata", name, key);
                if (!Keeps(body, path) || path.Find(live) is not { } value)
                    continue;
                var map = metadata[name] as JsonObject ?? [];
                metadata[name] = map;
                map[key] = value.DeepClone();
            }
        }
    }

    private static bool IsNamespace(JsonObject body) => (string?)body["kind"] == "Namespace" && (string?)body["apiVersion"] == "v1";
}
