using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

/// <summary>What a credential plugin printed: an ExecCredential.</summary>
/// <param name="Token">A bearer token, or null.</param>
/// <param name="Certificate">A client certificate as PEM, or null.</param>
/// <param name="Key">Its key as PEM, or null.</param>
/// <param name="Expires">When it is over, or null for not in this run.</param>
internal sealed record PluginCredential(string? Token, string? Certificate, string? Key, DateTimeOffset? Expires)
{
    // A request under way must not see it end.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>Whether it is over, or will be soon.</summary>
    public bool IsOver(DateTimeOffset now) => Expires < now + Margin;

    /// <summary>Reads it.</summary>
    /// <param name="text">What the plugin printed.</param>
    /// <param name="apiVersion">The version that was asked for.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public static PluginCredential Read(string text, string? apiVersion)
    {
        if (Parse(text) is not { } json || Text(json, "kind") is not "ExecCredential")
            throw new FormatException("it printed no ExecCredential");
        if (!string.Equals(Text(json, "apiVersion"), apiVersion, StringComparison.Ordinal))
            throw new FormatException($"it printed an ExecCredential of {Text(json, "apiVersion")}, but the kubeconfig asks for {apiVersion}");
        var status = json["status"] as JsonObject;
        var credential = new PluginCredential(Text(status, "token"), Text(status, "clientCertificateData"), Text(status, "clientKeyData"), Time(Text(status, "expirationTimestamp")));
        if (credential is { Certificate: null, Key: not null } or { Certificate: not null, Key: null })
            throw new FormatException("it gave only one of certificate and key");
        return credential is { Token: null, Certificate: null } ? throw new FormatException("it gave neither a token nor a certificate") : credential;
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // The text itself may be a secret, so it is not shown.
            return null;
        }
    }

    private static string? Text(JsonObject? json, string key) => json?[key] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    // Go's zero time is none.
    private static DateTimeOffset? Time(string? text) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time == default ? null : time
        : throw new FormatException("its expirationTimestamp is no time");
}
