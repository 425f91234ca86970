using System.Text.Json.Nodes;

namespace Cake.Istio.SchemaGenerator;

/// <summary>The facts of presence.txt.</summary>
internal static class Presence
{
    private static readonly Dictionary<string, HashSet<string>> Facts = Read();

    /// <summary>Is the field a pointer in the server's type?</summary>
    public static bool IsPointer(string type, string field) => Has(type, '?' + field) || Has(type, "!?" + field);

    /// <summary>Is the field written even when absent? The detail is the field as OpenAPI v3 has it.</summary>
    public static bool IsAlways(string type, string field, JsonObject? detail) => Has(type, '!' + field) || Has(type, "!?" + field) || IsZero(detail?["default"]);

    /// <summary>Is the default the type's zero?</summary>
    public static bool IsZero(JsonNode? value) => value?.ToJsonString() is "\"\"" or "0" or "false" or "{}";

    private static bool Has(string type, string mark) => Facts.TryGetValue(type, out var marks) && marks.Contains(mark);

    private static Dictionary<string, HashSet<string>> Read()
    {
        using var reader = new StreamReader(typeof(Presence).Assembly.GetManifestResourceStream("presence.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => words[1..].ToHashSet());
    }
}
