using System.Text.Json.Nodes;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Manifests.Images;

/// <summary>An installation's values, kept as JSON text in a ConfigMap.</summary>
/// <param name="data">The ConfigMap's data.</param>
/// <param name="key">The entry.</param>
/// <param name="text">The entry's text.</param>
/// <param name="json">The text, parsed.</param>
internal sealed class InjectorValues(JsonObject data, string key, string text, JsonObject json)
{
    private readonly bool _isIndented = text.AsSpan().Trim().Contains('\n');

    /// <summary>The entry.</summary>
    internal string Key { get; } = key;

    /// <summary>The values.</summary>
    internal JsonObject Json { get; } = json;

    /// <summary>Takes every image of the values from another hub.</summary>
    internal void Move(string hub)
    {
        Move(Json, hub);
        Save();
    }

    /// <summary>Adds names of pull secrets; the template adds them to pods.</summary>
    internal void AddPullSecrets(IEnumerable<string> names)
    {
        var global = Json.Ensure("global");
        var secrets = (global["imagePullSecrets"] as JsonArray)?.Select(static name => name?.ToString()).OfType<string>() ?? [];
        global["imagePullSecrets"] = new JsonArray([.. secrets.Union(names, StringComparer.Ordinal).Select(static name => (JsonNode)name)]);
        Save();
    }

    // Sub-charts have copies of the global values, and settings of images that are full names already.
    private static void Move(JsonNode? node, string hub)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                Move(item, hub);
        }

        if (node is not JsonObject o)
            return;
        foreach (var name in o.Select(static field => field.Key).ToList())
        {
            if (o.Text(name) is not { Length: > 0 } value)
                Move(o[name], hub);
            else if (name == "hub")
                o[name] = hub;
            else if (name.EndsWith("image", StringComparison.OrdinalIgnoreCase) && value.AsSpan().ContainsAny('/', ':') && ImageReference.TryParse(value) is { } image)
                o[name] = image.In(hub).ToString();
        }
    }

    private void Save() => data[Key] = KubeJson.ToText(Json, _isIndented) + (text.EndsWith('\n') ? "\n" : "");
}
