using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>One node of the structure, and what lies below it.</summary>
internal sealed partial class StructuralSchema
{
    private JsonObject Node(JsonObject old, string path)
    {
        var node = new JsonObject();
        foreach (var (field, value) in old)
        {
            if (value is not null && (SchemaField.Rules.Contains(field) || SchemaField.Prose.Contains(field) || SchemaField.Structure.Contains(field)))
                node[field] = value.DeepClone();
        }

        if (HasBrokenPattern(node))
        {
            Lose(path, "its pattern");
            node.Remove(SchemaField.Pattern);
        }

        if (keepsUnknown)
            node.Remove("default");
        if (node.IsFalse(SchemaField.PreserveUnknown))
            node.Remove(SchemaField.PreserveUnknown);
        Type(node, old);
        Children(node, old, path);
        Junctors(node, old, path);
        Collections(node, path);
        Unsupported(old, path);
        if (keepsUnknown && IsType(node, "object") && !node.ContainsKey("additionalProperties"))
            node[SchemaField.PreserveUnknown] = true;
        return node;
    }

    private static bool HasBrokenPattern(JsonObject schema) => schema.Text(SchemaField.Pattern) is { } pattern && GoPattern.IsBroken(pattern);

    private void Type(JsonObject node, JsonObject old)
    {
        if (IsIntOrString(old))
        {
            node[SchemaField.IntOrString] = true;
            node.Remove(SchemaField.PreserveUnknown);
            if (node.Text("format") == "int-or-string")
                node.Remove("format");
            if (old.Text("type") is { } alone && SchemaField.Types.Contains(alone) && old.IsTrue(SchemaField.IntOrString))
                node["type"] = alone;
            if (!old.ContainsKey("type") && !old.IsTrue(SchemaField.IntOrString))
                KeepNull(node);
            return;
        }

        node.Remove(SchemaField.IntOrString);
        // A schema with properties but no type let everything through that is no object; naming the type would not.
        if (old.Text("type") is { } type && SchemaField.Types.Contains(type))
        {
            node["type"] = type;
            return;
        }

        node[SchemaField.PreserveUnknown] = true;
        KeepNull(node);
    }

    // Without a type, v1beta1 took a null and kept it; v1 drops or refuses it unless told not to.
    private void KeepNull(JsonObject node)
    {
        if (keepsUnknown)
            node["nullable"] = true;
    }

    private void Children(JsonObject node, JsonObject old, string path)
    {
        // Neither a number nor text has any.
        if (node.IsTrue(SchemaField.IntOrString))
            return;
        var properties = old["properties"] as JsonObject;
        if (properties is { Count: > 0 })
        {
            var kept = new JsonObject();
            foreach (var (name, child) in properties)
                kept[name] = Node(child as JsonObject ?? [], $"{path}.{name}");
            node["properties"] = kept;
        }

        if (old["additionalProperties"] is { } others)
            AdditionalProperties(node, others, hasProperties: properties is { Count: > 0 }, path);
        if (IsType(node, "array") || old["items"] is JsonObject)
            node["items"] = Node(old["items"] as JsonObject ?? [], $"{path}[]");
    }

    private void AdditionalProperties(JsonObject node, JsonNode others, bool hasProperties, string path)
    {
        // Pruning empties every mapping below a plain true; without the word they are kept like all unknown fields.
        if (keepsUnknown && others.GetValueKind() == JsonValueKind.True)
            return;
        if (!hasProperties)
        {
            node["additionalProperties"] = others is JsonObject schema ? Node(schema, $"{path}.*") : others.DeepClone();
            return;
        }

        // A schema may describe named fields or all fields, not both.
        if (!IsEmpty(others) || others is JsonObject)
            node[SchemaField.PreserveUnknown] = true;
        Lose(path, "additionalProperties beside properties");
    }

    private void Unsupported(JsonObject old, string path)
    {
        foreach (var field in new[] { "$ref", "additionalItems", "definitions", "dependencies", "patternProperties", "uniqueItems" })
        {
            if (!IsEmpty(old[field]))
                Lose(path, field);
        }

        if (old["items"] is JsonArray)
            Lose(path, "a list as items");
    }
}
