using System.Text.RegularExpressions;
using Cake.Istio.Errors;

namespace Cake.Istio.Cluster.Kubectl;

/// <summary>Turns what kubectl says about a failure into what an API server would have answered, as far as one has, or it is about an object.</summary>
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

    // What client-go says in place of the server's words; the reason stands before the words only where kubectl got an object's answer.
    private static readonly (string Words, string Reason)[] Phrases =
    [
        (" is invalid: ", "Invalid"),
        ("no matches for kind", "NotFound"),
        ("(Unauthorized)", "Unauthorized"),
        ("getting credentials: ", "Unauthorized"),
        ("asked for the client to provide credentials", "Unauthorized"),
        ("is currently unable to handle the request", "ServiceUnavailable"),
        ("has received too many requests", "TooManyRequests"),
        ("unable to return a response in the time allotted", "Timeout"),
        ("an error on the server", "InternalError"),
        ("Internal error occurred", "InternalError"),
        ("Internal Server Error", "InternalError"),
        ("the server could not find the requested resource", "NotFound"),
        ("the server ", "BadRequest"),
        // It names the file where it speaks of what is in it.
        (".json\"", "BadRequest"),
        ("error validating ", "BadRequest"),
    ];

    /// <summary>The failure as one of the connection, as the server's refusal, or as kubectl's own (<see cref="ErrorCode.KubectlFailed"/>).</summary>
    /// <param name="output">What kubectl said.</param>
    /// <param name="request">What it was to do.</param>
    /// <param name="target">The server.</param>
    public static Exception Of(KubectlOutput output, ApiRequest request, ClusterTarget target)
    {
        var lines = output.Errors.Where(line => !line.StartsWith("Warning:", StringComparison.Ordinal)).ToList();
        var said = string.Join(' ', lines.Where(line => !LogPattern().IsMatch(line)).DefaultIfEmpty(lines.LastOrDefault() ?? ""));
        var text = NoisePattern().Replace(said, "");
        if (IsAboutConnection(text))
            return new ConnectionFailure(text.Contains("x509: ", StringComparison.Ordinal) ? ConnectionFailureKind.NotTrusted : ConnectionFailureKind.Lost, $"kubectl says: {text}", new IOException(text));
        return ReasonOf(said) is { } reason ? new ApiException(Status(reason, text), $"kubectl apply of {request.Path}", target) : Own(text, output.ExitCode);
    }

    private static MeshException Own(string text, int code) => new(
        ErrorCode.KubectlFailed,
        $"kubectl failed with exit code {code}{(text.Length == 0 ? " and said nothing" : $": {text}")}",
        "The server has not been asked, or has not answered. Try: kubectl version");

    // What a server answers may speak of the connection to a webhook.
    private static bool IsAboutConnection(string text) =>
        !ReasonPattern().IsMatch(text) && !text.Contains("getting credentials: ", StringComparison.Ordinal) && ConnectionPattern().IsMatch(text);

    // Null where neither the server nor the object is to blame.
    private static string? ReasonOf(string text) => ReasonPattern().Match(text) is { Success: true } said ? said.Groups["reason"].Value
        : ConflictPattern().IsMatch(text) ? "Conflict"
        : Phrases.FirstOrDefault(phrase => text.Contains(phrase.Words, StringComparison.Ordinal)).Reason;

    private static ApiStatus Status(string reason, string text)
    {
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

    [GeneratedRegex("(Get|Post|Patch) \"https?://|Unable to connect to the server|The connection to the server .* was refused|connection (refused|reset)|unexpected EOF|: EOF|i/o timeout|TLS handshake timeout|http2: ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConnectionPattern();

    // A line of kubectl's own log, such as E0102 15:04:05.678901 …
    [GeneratedRegex("""^[EFIW]\d{4} \d\d:\d\d:\d\d\.""", RegexOptions.None, 1000)]
    private static partial Regex LogPattern();

    // What the patch was, which may hold a Secret's data; a file that nobody has seen; advice about options of kubectl.
    [GeneratedRegex("""error when applying patch: .*?for: "[^"]*\.json": |(error when [a-z ]+ |unable to recognize )?"[^"]*\.json": | ?Please review the fields above.*""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoisePattern();
}
