using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

/// <summary>A mapping in a kubeconfig that knows where it stands, so that a value of a wrong type can be named.</summary>
/// <param name="json">The mapping; null reads as an empty one.</param>
/// <param name="path">Where it stands, such as <c>users[0].user</c>.</param>
/// <param name="folder">The folder that relative paths start from.</param>
internal readonly struct KubeconfigNode(JsonObject? json, string path, string folder)
{
    /// <summary>Whether there is such a mapping.</summary>
    public bool Exists => json is not null;

    /// <summary>A text, or null.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public string? Text(string key) => json?[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw Wrong(key, "a text; put quotes around it"),
    };

    /// <summary>A path, absolute; null and empty stay.</summary>
    public string? File(string key) => Text(key) is { Length: > 0 } file ? Path.GetFullPath(file, folder) : null;

    /// <summary>A boolean; false where it is missing.</summary>
    public bool Flag(string key) => json?[key] switch
    {
        null => false,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => throw Wrong(key, "true or false"),
    };

    /// <summary>A list of texts; empty where it is missing.</summary>
    public List<string> Texts(string key) => json?[key] switch
    {
        null => [],
        JsonArray array when array.All(item => item is JsonValue value && value.TryGetValue<string>(out _)) => [.. array.Select(item => (string)item!)],
        _ => throw Wrong(key, "a list of texts"),
    };

    /// <summary>A mapping inside.</summary>
    public KubeconfigNode Mapping(string key) => json?[key] switch
    {
        null => new(null, Below(key), folder),
        JsonObject inner => new(inner, Below(key), folder),
        _ => throw Wrong(key, "a mapping"),
    };

    /// <summary>The mappings of a list; none where it is missing.</summary>
    public List<KubeconfigNode> List(string key)
    {
        var items = new List<KubeconfigNode>();
        if (json?[key] is not { } node)
            return items;
        foreach (var item in node as JsonArray ?? throw Wrong(key, "a list"))
            items.Add(new(item as JsonObject ?? throw Wrong($"{key}[{items.Count}]", "a mapping"), $"{Below(key)}[{items.Count}]", folder));
        return items;
    }

    /// <summary>The keys of the mapping.</summary>
    public IEnumerable<string> Keys => json?.Select(pair => pair.Key) ?? [];

    private string Below(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private FormatException Wrong(string key, string wanted) => new($"{Below(key)} is not {wanted}");
}
