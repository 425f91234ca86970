using System.Text.RegularExpressions;

namespace Cake.Istio.Cluster.Kubectl;

/// <summary>Turns what kubectl says about a failure into what an API server would have answered.</summary>
internal static partial class KubectlFailure
{
    private static readonly Dictionary<string, int> Codes = new(StringComparer.Ordinal)
    {
        ["BadRequest"] = 400,
        ["Unauthorized"] = 401,
        ["Forbidden"] = 403,
        ["NotFound"] = 404,
        ["AlreadyExists"] = 409,
        ["Conflict"] = 409,
        ["UnsupportedMediaType"] = 415,
        ["Invalid"] = 422,
        ["TooManyRequests"] = 429,
        ["InternalError"] = 500,
        ["ServiceUnavailable"] = 503,
        ["ServerTimeout"] = 504,
        ["Timeout"] = 504,
    };

    /// <summary>The failure as one of the connection, or as the server's refusal.</summary>
    /// <param name="output">What kubectl said.</param>
    /// <param name="request">What it was to do.</param>
    /// <param name="target">The server.</param>
    public static Exception Of(KubectlOutput output, ApiRequest request, ClusterTarget target)
    {
        var text = NoisePattern().Replace(string.Join(' ', output.Errors.Where(line => !line.StartsWith("Warning:", StringComparison.Ordinal))), "");
        if (text.Length == 0)
            text = $"kubectl ended with exit code {output.ExitCode} and said nothing";
        if (ConnectionPattern().IsMatch(text))
            return new ConnectionFailure(ConnectionFailureKind.Lost, $"kubectl says: {text}", new IOException(text));
        return new ApiException(Status(text), $"kubectl apply of {request.Path}", target);
    }

    private static ApiStatus Status(string text)
    {
        var reason = ReasonPattern().Match(text) is { Success: true } said ? said.Groups["reason"].Value
            : ConflictPattern().IsMatch(text) ? "Conflict"
            : text.Contains(" is invalid: ", StringComparison.Ordinal) ? "Invalid"
            : text.Contains("no matches for kind", StringComparison.Ordinal) ? "NotFound"
            : text.Contains("(Unauthorized)", StringComparison.Ordinal) ? "Unauthorized"
            : "BadRequest";
        var causes = ConflictPattern().Matches(text).SelectMany(Conflicts).ToList();
        return new(Codes.GetValueOrDefault(reason, 400), reason, $"kubectl says: {text}", causes, null);
    }

    // conflict with "a" using v1: .spec.x   or   conflicts with "a" using v1: - .spec.x - .spec.y
    private static IEnumerable<ApiStatusCause> Conflicts(Match match) =>
        FieldPattern().Matches(match.Groups["fields"].Value)
            .Select(field => new ApiStatusCause("FieldManagerConflict", match.Groups["who"].Value.Replace("conflicts with", "conflict with", StringComparison.Ordinal), field.Value));

    [GeneratedRegex("""^Error from server \((?<reason>[A-Za-z]+)\)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReasonPattern();

    [GeneratedRegex("""(?<who>conflicts? with "[^"]*"[^:]*):(?<fields>( ?-? ?\.[^ ,]+)+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConflictPattern();

    [GeneratedRegex("""\.[^ ,]+""", RegexOptions.None, 1000)]
    private static partial Regex FieldPattern();

    [GeneratedRegex("Unable to connect to the server|The connection to the server .* was refused|connection (refused|reset)|unexpected EOF|: EOF|i/o timeout|TLS handshake timeout|http2: ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConnectionPattern();

    // What the patch was, which may hold a Secret's data; a file that nobody has seen; advice about options of kubectl.
    [GeneratedRegex("""error when applying patch: .*?for: "[^"]*\.json": |(error when [a-z ]+ )?"[^" ]*\.json": | ?Please review the fields above.*""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoisePattern();
}
