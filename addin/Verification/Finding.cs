using Cake.Istio.Manifests;

namespace Cake.Istio.Verification;

/// <summary>The outcome of one check, before an install (preflight) or after it (verification).</summary>
/// <param name="Id">Stable name of the check, such as <c>crds-established</c>.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Title">What was found, as one sentence.</param>
public sealed record Finding(string Id, FindingStatus Status, string Title)
{
    /// <summary>What the verdict rests on: counts, names, the server's words. Default: empty.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>What to do about it, or null. Default: null.</summary>
    public string? Hint { get; init; }

    /// <summary>The object concerned, where it is a single one. Default: null.</summary>
    public ObjectRef? Subject { get; init; }

    /// <summary>The code of the error that a run ends with where this stops it (<see cref="Errors.ErrorCode"/>), or null for the general one. Default: null.</summary>
    internal string? Code { get; init; }

    /// <summary>How long the check took. Default: zero, for a check that only reads what was already listed.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>A finding that passed.</summary>
    public static Finding Passed(string id, string title, params IEnumerable<string> evidence) =>
        new(id, FindingStatus.Passed, title) { Evidence = [.. evidence] };

    /// <summary>A finding that deserves attention.</summary>
    public static Finding Warning(string id, string title, string? hint, params IEnumerable<string> evidence) =>
        new(id, FindingStatus.Warning, title) { Hint = hint, Evidence = [.. evidence] };

    /// <summary>A finding that failed.</summary>
    public static Finding Failed(string id, string title, string? hint, params IEnumerable<string> evidence) =>
        new(id, FindingStatus.Failed, title) { Hint = hint, Evidence = [.. evidence] };
}
