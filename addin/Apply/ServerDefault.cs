using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>What an API server fills in below a field that it owns and compares as a whole, such as a webhook's rules.</summary>
/// <remarks>
/// Elsewhere a field that only the live object has is no difference, because it belongs to somebody else. Inside such a whole
/// it would be something that we no longer send, unless it is one of these.
/// </remarks>
internal static class ServerDefault
{
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["apiGroup"] = "rbac.authorization.k8s.io",
        ["apiVersion"] = "v1",
        ["divisor"] = "0",
        ["matchPolicy"] = "Equivalent",
        ["pathType"] = "ImplementationSpecific",
        ["protocol"] = "TCP",
        ["scope"] = "*",
        ["defaultMode"] = "420",
        ["expirationSeconds"] = "3600",
    };

    /// <summary>Whether a value that stands in the live object only can be the server's own.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its live value.</param>
    public static bool Explains(string field, JsonNode? value) =>
        IsEmpty(value) || (value is JsonValue && Values.TryGetValue(field, out var text) && value.ToString() == text);

    /// <summary>Whether a value says as much as none: the server leaves such values out when it writes an object.</summary>
    public static bool IsEmpty(JsonNode? value) => value switch
    {
        null => true,
        JsonObject fields => fields.Count == 0,
        JsonArray items => items.Count == 0,
        JsonValue scalar => scalar.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => ((string)scalar!).Length == 0,
            System.Text.Json.JsonValueKind.False => true,
            System.Text.Json.JsonValueKind.Number => scalar.ToString() == "0",
            _ => false,
        },
        _ => false,
    };
}
