using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>Reading and changing JSON whose shape nothing vouches for.</summary>
internal static class JsonEdit
{
    /// <summary>A field that is a mapping, or null.</summary>
    internal static JsonObject? Object(this JsonNode? node, string key) => (node as JsonObject)?[key] as JsonObject;

    /// <summary>A field's mappings, if it is a list; others in it are left out.</summary>
    internal static IEnumerable<JsonObject> Objects(this JsonNode? node, string key) => ((node as JsonObject)?[key] as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>A field that is text, or null.</summary>
    internal static string? Text(this JsonNode? node, string key) =>
        (node as JsonObject)?[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>Whether a field is there and true.</summary>
    internal static bool IsTrue(this JsonNode? node, string key) => (node as JsonObject)?[key]?.GetValueKind() == JsonValueKind.True;

    /// <summary>Whether a field is there and false.</summary>
    internal static bool IsFalse(this JsonNode? node, string key) => (node as JsonObject)?[key]?.GetValueKind() == JsonValueKind.False;

    /// <summary>A field that is a mapping; made if it is not there.</summary>
    internal static JsonObject Ensure(this JsonObject json, string key)
    {
        if (json[key] is not JsonObject found)
            json[key] = found = [];
        return found;
    }

    /// <summary>Writes a field unless it has a value; an empty text is none, as in Go.</summary>
    /// <returns>Whether it was written.</returns>
    internal static bool Default(this JsonObject json, string key, JsonNode value)
    {
        if (json[key] is not null && json.Text(key) != "")
            return false;
        json[key] = value;
        return true;
    }

    /// <summary>Writes a number unless the field has a value.</summary>
    /// <returns>Whether it was written.</returns>
    internal static bool Default(this JsonObject json, string key, int value) => json.Default(key, KubeNumber.Node((long)value));

    /// <summary>Takes a field out.</summary>
    internal static JsonNode? Take(this JsonObject json, string key)
    {
        var value = json[key];
        json.Remove(key);
        return value;
    }

    /// <summary>Gives a field another name, unless it is not there.</summary>
    internal static void Rename(this JsonObject json, string from, string to)
    {
        if (json.ContainsKey(from))
            json[to] = json.Take(from);
    }

    /// <summary>Writes a field unless the value is null.</summary>
    internal static JsonObject With(this JsonObject json, string key, JsonNode? value)
    {
        if (value is not null)
            json[key] = value;
        return json;
    }
}
