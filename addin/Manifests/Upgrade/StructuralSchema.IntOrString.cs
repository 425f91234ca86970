using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>The ways in which schemas said "number or text" before there was a word for it.</summary>
internal sealed partial class StructuralSchema
{
    private static bool IsIntOrString(JsonObject schema) => schema.Text("type") is not ("array" or "object") && (
        schema.IsTrue(SchemaField.IntOrString)
        || schema.Text("format") == "int-or-string"
        || (!schema.ContainsKey("type") && SchemaField.Junctors.Any(junctor => schema[junctor] is JsonArray branches && IsIntOrStringChoice(junctor, branches))));

    private static bool IsIntOrStringChoice(string junctor, JsonArray branches) =>
        junctor != "allOf" && branches.Count == 2
        && branches.All(static branch => branch is JsonObject { Count: 1 })
        && branches.Select(static branch => branch.Text("type")).Order(StringComparer.Ordinal).SequenceEqual(["integer", "string"]);

    // v1 knows the choice in this order only, and only beside the word for it; where the word is enough, it is left out.
    private static void KeepChoice(JsonObject node, JsonObject old, string junctor, JsonArray branches)
    {
        if (junctor == "anyOf" && old.IsTrue(SchemaField.IntOrString) && branches[0].Text("type") == "integer")
            node[junctor] = branches.DeepClone();
    }
}
