using System.Text.Json.Nodes;

namespace Cake.Istio.SchemaGenerator;

/// <summary>A server's own documents: what it serves (discovery) and what its objects look like (OpenAPI v2; v3 adds defaults and enums).</summary>
/// <param name="Definitions">The types of v2.json by their full name.</param>
/// <param name="Details">The same types as the v3 documents have them, for the groups that have one.</param>
/// <param name="Discovery">The two aggregated discovery documents.</param>
public sealed record OpenApiDocuments(JsonObject Definitions, IReadOnlyDictionary<string, JsonObject> Details, IReadOnlyList<JsonObject> Discovery)
{
    /// <summary>Reads v2.json, v3/*.json and discovery-*.json.</summary>
    public static OpenApiDocuments Read(string folder)
    {
        var details = new Dictionary<string, JsonObject>();
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "v3"), "*.json").Order(StringComparer.Ordinal))
            foreach (var (name, schema) in Load(file)["components"]!["schemas"]!.AsObject())
                details.TryAdd(name, schema!.AsObject());
        return new OpenApiDocuments(
            Load(Path.Combine(folder, "v2.json"))["definitions"]!.AsObject(),
            details,
            [Load(Path.Combine(folder, "discovery-api.json")), Load(Path.Combine(folder, "discovery-apis.json"))]);
    }

    /// <summary>The full name of the type of a kind, or null when the documents have none.</summary>
    public string? FindType(string group, string version, string kind) => Definitions.FirstOrDefault(definition =>
        definition.Value!["x-kubernetes-group-version-kind"] is JsonArray kinds
        && kinds.Any(k => (string?)k!["group"] == group && (string?)k["version"] == version && (string?)k["kind"] == kind)).Key;

    private static JsonObject Load(string file) => JsonNode.Parse(File.ReadAllText(file))!.AsObject();
}
