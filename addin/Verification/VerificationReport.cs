using Cake.Istio.Reporting;

namespace Cake.Istio.Verification;

/// <summary>What a preflight or a verification found, with the tables it rests on.</summary>
public sealed record VerificationReport
{
    /// <summary>What was looked at: <c>preflight</c>, whether the cluster can take the release, or <c>verify</c>, what stands in it. Default: verify.</summary>
    public string Step { get; init; } = "verify";

    /// <summary>The release that was expected, such as <c>1.2.2</c>.</summary>
    public required string Release { get; init; }

    /// <summary>The API server's URL.</summary>
    public required string Server { get; init; }

    /// <summary>The mesh's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Whether the server is the sandbox.</summary>
    public bool Rehearsal { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Every check's outcome, in the order of the checks.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What the server answered to the LIST requests of this run, as kubectl would print it.</summary>
    public required IReadOnlyList<Table> Tables { get; init; }

    /// <summary>The report's name, such as <c>Istio 1.30.3</c> or <c>Preflight of Istio 1.30.3</c>.</summary>
    public string Title => Step == "preflight" ? $"Preflight of Istio {Release}" : $"Istio {Release}";

    /// <summary>The worst outcome.</summary>
    public FindingStatus Worst => Findings.Count == 0 ? FindingStatus.Passed : Findings.Max(f => f.Status);

    /// <summary>The outcome in a few words, such as <c>9 passed, 1 warning, 0 failed</c>.</summary>
    public string Headline => $"{Count(FindingStatus.Passed)} passed, {Counted.Of(Count(FindingStatus.Warning), "warning")}, {Count(FindingStatus.Failed)} failed";

    /// <summary>How many findings ended so.</summary>
    /// <param name="status">The outcome to count.</param>
    public int Count(FindingStatus status) => Findings.Count(f => f.Status == status);
}
