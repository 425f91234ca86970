using System.Text.Json.Nodes;
using Cake.Istio.Errors;

namespace Cake.Istio.Manifests;

/// <summary>Unwraps <c>kind: List</c> and typed lists into their objects, as kubectl does.</summary>
internal static class ObjectList
{
    private const string Suffix = "List";

    /// <summary>The objects under a document's root, each checked to be one.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ManifestNotAnObject"/>.</exception>
    internal static IEnumerable<KubeObject> Unwrap(JsonNode root, NodePositions positions) =>
        Unwrap(root, positions, positions.Of(root, positions.Start));

    private static IEnumerable<KubeObject> Unwrap(JsonNode? node, NodePositions positions, SourceLocation source)
    {
        if (node is not JsonObject json)
            throw ObjectIdentity.NotAnObject(node, source);
        if (json["items"] is JsonArray items)
            return Items(json, items, positions, source);
        if (json["kind"] is not JsonValue kind || !string.Equals(kind.ToString(), Suffix, StringComparison.Ordinal))
            return [ObjectIdentity.Check(json, source)];
        return json["items"] is { } other ? throw ObjectIdentity.NotAList(other, source) : [];
    }

    private static IEnumerable<KubeObject> Items(JsonObject list, JsonArray items, NodePositions positions, SourceLocation source)
    {
        var detached = items.ToArray();
        items.Clear();
        foreach (var item in detached)
        {
            if (item is JsonObject json)
                InheritIdentity(list, json);
            foreach (var o in Unwrap(item, positions, positions.Of(item, source)))
                yield return o;
        }
    }

    // kubectl: an item of a typed list (ServiceList) may leave out what its list says.
    private static void InheritIdentity(JsonObject list, JsonObject item)
    {
        if (item.ContainsKey("kind") || item.ContainsKey("apiVersion"))
            return;
        if (list["kind"] is not JsonValue kind || kind.ToString() is not { Length: > 4 } name || !name.EndsWith(Suffix, StringComparison.Ordinal))
            return;
        item.Insert(0, "kind", name[..^Suffix.Length]);
        item.Insert(0, "apiVersion", list["apiVersion"]?.DeepClone());
    }
}
