using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>Makes a v1beta1 schema structural, as v1 demands (KEP-1094); one that is structural already stays as it is.</summary>
/// <remarks>
/// What cannot be said structurally is left out, never tightened: every object that was valid stays valid. Where v1beta1 kept fields that the
/// schema does not name, so does the result.
/// </remarks>
/// <param name="keepsUnknown">Whether unknown fields are kept; v1beta1's default.</param>
/// <param name="hasStatus">Whether the status subresource is on, which limits what the root may have.</param>
internal sealed partial class StructuralSchema(bool keepsUnknown, bool hasStatus)
{
    private readonly List<string> _losses = [];

    /// <summary>What of the schema could not be kept.</summary>
    internal IReadOnlyList<string> Losses => _losses;

    /// <summary>The schema of a whole object.</summary>
    internal JsonObject FromRoot(JsonObject? schema)
    {
        if (schema is null or { Count: 0 })
            return new() { ["type"] = "object", [SchemaField.PreserveUnknown] = true };
        var root = (JsonObject)schema.DeepClone();
        root["type"] = "object";
        foreach (var field in new[] { "nullable", "default", SchemaField.IntOrString })
            root.Remove(field);
        if (root.Text("format") == "int-or-string")
            root.Remove("format");
        if (root["additionalProperties"] is { } others && others.GetValueKind() != JsonValueKind.False)
            root[SchemaField.PreserveUnknown] = true;
        foreach (var field in SchemaField.NotAtRootWithStatus.Where(field => hasStatus || field == "additionalProperties"))
        {
            if (root.Take(field) is { } value && !IsEmpty(value))
                Lose("", $"{field} at the root");
        }

        if (root.Object("properties") is { } properties)
            Identity(properties);
        root = Node(root, "");
        if (root.Object("properties") is { } result)
        {
            // A judgement may have brought one of them in, and unknown fields of metadata are not the schema's business.
            Texts(result);
            result.Object("metadata")?.Remove(SchemaField.PreserveUnknown);
        }

        return root;
    }

    // The server knows these three itself; a schema may say no more than their type, and of metadata the name's rules.
    private static void Identity(JsonObject properties)
    {
        Texts(properties);
        if (!properties.ContainsKey("metadata"))
            return;
        var metadata = new JsonObject { ["type"] = "object" };
        if (properties.Object("metadata").Object("properties") is { } old)
        {
            var kept = new JsonObject();
            foreach (var field in new[] { "name", "generateName" })
                kept.With(field, old.Take(field));
            if (kept.Count > 0)
                metadata["properties"] = kept;
        }

        properties["metadata"] = metadata;
    }

    private static void Texts(JsonObject properties)
    {
        foreach (var field in new[] { "apiVersion", "kind" })
        {
            if (properties.ContainsKey(field) && !IsType(properties[field], "string"))
                properties[field] = new JsonObject { ["type"] = "string" };
        }
    }

    private void Lose(string path, string what) =>
        _losses.Add($"{(path.Length == 0 ? "the schema" : path.Trim('.', ' '))} loses {what}, which v1 does not take");

    private static bool IsType(JsonNode? schema, string type) => schema.Text("type") == type;

    private static bool IsEmpty(JsonNode? value) => value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 } || value.GetValueKind() == JsonValueKind.False;
}
