using System.Text;
using System.Text.Json.Nodes;

namespace Cake.Istio.SchemaGenerator;

/// <summary>Writes the types that the kinds reach.</summary>
internal sealed class TypeWriter(OpenApiDocuments documents)
{
    private readonly SortedSet<string> _reached = new(StringComparer.Ordinal);

    /// <summary>Notes a type and everything it refers to.</summary>
    public void Reach(string full)
    {
        var definition = documents.Definitions[full]!.AsObject();
        if (definition["properties"] is not JsonObject && (string?)definition["type"] != "object" || !TypeNames.Shorten(full).Contains('.', StringComparison.Ordinal))
            return;
        if (_reached.Add(full))
            foreach (var (_, property) in Properties(definition))
                ReachIn(property!.AsObject());
    }

    /// <summary>One line a type and, indented, one line a field.</summary>
    public void Write(StringBuilder output)
    {
        foreach (var full in _reached)
        {
            var definition = documents.Definitions[full]!.AsObject();
            output.Append("type ").Append(TypeNames.Shorten(full));
            if ((string?)definition["x-kubernetes-map-type"] == "atomic")
                output.Append(" atomic");
            output.Append('\n');
            var required = definition["required"] is JsonArray names ? names.Select(name => (string)name!).ToHashSet() : [];
            foreach (var (name, property) in Properties(definition))
                WriteField(output, full, name, property!.AsObject(), required.Contains(name));
        }
    }

    private void WriteField(StringBuilder output, string full, string name, JsonObject property, bool required)
    {
        var type = TypeNames.Shorten(full);
        var detail = documents.Details.GetValueOrDefault(full)?["properties"]?[name]?.AsObject();
        List<string> words = ["", name, TypeNames.Describe(property, documents.Definitions)];
        switch ((string?)property["x-kubernetes-list-type"])
        {
            case "map":
                words.Add("keys:" + string.Join(',', property["x-kubernetes-list-map-keys"]!.AsArray().Select(key => (string)key!)));
                break;
            case { } kind:
                words.Add(kind);
                break;
        }
        if ((string?)property["x-kubernetes-map-type"] is { } mapType)
            words.Add(mapType);
        if ((string?)property["x-kubernetes-patch-strategy"] is { } strategy)
            words.AddRange(strategy.Split(','));
        if ((string?)property["x-kubernetes-patch-merge-key"] is { } key)
            words.Add("key:" + key);
        if (required)
            words.Add("required");
        if (Presence.IsAlways(type, name, detail))
            words.Add("always");
        if (Presence.IsPointer(type, name))
            words.Add("pointer");
        if (detail?["default"] is { } value && !Presence.IsZero(value))
            words.Add("default:" + value.ToJsonString());
        if (detail?["enum"] is JsonArray choices)
            words.Add("enum:" + string.Join('|', choices.Select(choice => (string)choice!)));
        if (words.Skip(1).Any(word => word.Contains(' ', StringComparison.Ordinal)))
            throw new InvalidDataException($"{full}.{name} does not fit on a line of words");
        output.AppendJoin(' ', words).Append('\n');
    }

    private void ReachIn(JsonObject schema)
    {
        if (TypeNames.Reference(schema) is { } reference)
            Reach(reference);
        else if ((schema["items"] ?? schema["additionalProperties"]) is JsonObject inner)
            ReachIn(inner);
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Properties(JsonObject definition) =>
        definition["properties"]?.AsObject().OrderBy(property => property.Key, StringComparer.Ordinal) ?? Enumerable.Empty<KeyValuePair<string, JsonNode?>>();
}
