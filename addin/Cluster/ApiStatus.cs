using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

/// <summary>Why an API server refused: its <c>Status</c> object, or what can be said of an answer that is none.</summary>
/// <param name="Code">The HTTP status code.</param>
/// <param name="Reason">The machine-readable reason, such as <c>Conflict</c>; empty where the server gave none.</param>
/// <param name="Message">The server's words.</param>
/// <param name="Causes">The single reasons, such as each invalid field.</param>
/// <param name="RetryAfter">How long the server asks to wait before the next try, or null.</param>
public sealed record ApiStatus(int Code, string Reason, string Message, IReadOnlyList<ApiStatusCause> Causes, TimeSpan? RetryAfter)
{
    private const int LongestForeignBody = 300;

    /// <summary>Whether a resourceVersion or a list's continue token is too old (410): list again.</summary>
    public bool IsExpired => Code == 410;

    /// <summary>Reads a body; one that is not a Status (a proxy's page, plain text) becomes the message, shortened.</summary>
    internal static ApiStatus Read(int code, string body, TimeSpan? retryAfterHeader)
    {
        try
        {
            if (JsonNode.Parse(body) is JsonObject json && (string?)json["kind"] == "Status")
                return Read(json, code, retryAfterHeader);
        }
        catch (JsonException)
        {
            // Not JSON: the text itself is what the server said.
        }

        var text = body.ReplaceLineEndings(" ").Trim();
        if (text.Length > LongestForeignBody)
            text = $"{text[..LongestForeignBody]}…";
        return new(code, "", text.Length == 0 ? $"the server answered {code} without a body" : text, [], retryAfterHeader);
    }

    /// <summary>Reads a Status object, of an answer or of an ERROR event in a watch.</summary>
    internal static ApiStatus Read(JsonObject json, int code, TimeSpan? retryAfterHeader = null)
    {
        var details = json["details"] as JsonObject;
        var causes = (details?["causes"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(cause => new ApiStatusCause((string?)cause["reason"] ?? "", (string?)cause["message"] ?? "", (string?)cause["field"]))
            .ToList();
        var seconds = (int?)details?["retryAfterSeconds"] ?? 0;
        return new(
            (int?)json["code"] ?? code,
            (string?)json["reason"] ?? "",
            (string?)json["message"] ?? $"the server answered {code}",
            causes,
            retryAfterHeader ?? (seconds > 0 ? TimeSpan.FromSeconds(seconds) : null));
    }
}
