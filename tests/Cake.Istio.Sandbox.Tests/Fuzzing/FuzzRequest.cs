using System.Text.Json.Nodes;

namespace Cake.Istio.Sandbox.Tests.Fuzzing;

/// <summary>A request to be sent, valid or not.</summary>
internal sealed record FuzzRequest(string Method, string Path, string ContentType, string Accept, byte[]? Body)
{
    /// <summary>The requests of a transcript.</summary>
    public static IEnumerable<FuzzRequest> Of(JsonNode transcript) => transcript["steps"]!.AsArray().Select(step => step!["request"]!).Select(request => new FuzzRequest(
        (string)request["method"]!, (string)request["path"]!, (string?)request["contentType"] ?? "application/json", (string?)request["accept"] ?? "application/json",
        request["body"] is { } body ? System.Text.Encoding.UTF8.GetBytes(body is JsonValue text ? (string)text! : body.ToJsonString()) : null));

    /// <summary>Whether it would be a watch, which has no end of its own.</summary>
    public bool IsWatch => Path.Contains("watch=", StringComparison.Ordinal);
}
