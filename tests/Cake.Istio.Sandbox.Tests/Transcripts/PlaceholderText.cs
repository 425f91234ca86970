using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cake.Istio.Sandbox.Tests.Transcripts;

/// <summary>Replaces what a server chooses for itself by the placeholders of transcripts.</summary>
internal static partial class PlaceholderText
{
    public static JsonNode? Normalize(JsonNode? node, IReadOnlySet<long> chosenPorts, string? key = null)
    {
        switch (node)
        {
            case JsonObject map:
                return new JsonObject(map.Select(field => KeyValuePair.Create(field.Key, Normalize(field.Value, chosenPorts, field.Key))));
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Normalize(item, chosenPorts, key))]);
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return JsonValue.Create(Text((string)value!, key));
            case JsonValue value when key is "nodePort" or "healthCheckNodePort" && value.TryGetValue<long>(out var port) && !chosenPorts.Contains(port):
                return JsonValue.Create("<port>");
            default:
                return node?.DeepClone();
        }
    }

    private static string Text(string text, string? key) => key switch
    {
        "uid" => "<uid>",
        "resourceVersion" => text.Length > 0 ? "<rv>" : text,
        _ when Time().IsMatch(text) => "<time>",
        "clusterIP" or "clusterIPs" when Address().IsMatch(text) => "<ip>",
        "continue" when text.Length > 0 => "<continue>",
        _ => Uid().Replace(text, "<uid>"),
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Uid();

    [GeneratedRegex(@"^\d+\.\d+\.\d+\.\d+$", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
