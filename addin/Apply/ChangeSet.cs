using Cake.Istio.Errors;

namespace Cake.Istio.Apply;

/// <summary>What an install did, object by object, in the order of the plan.</summary>
/// <param name="Changes">Every object, unchanged and skipped ones too.</param>
public sealed record ChangeSet(IReadOnlyList<Change> Changes)
{
    /// <summary>Nothing was done.</summary>
    public static ChangeSet Empty { get; } = new([]);

    /// <summary>How many objects have which action.</summary>
    public ChangeCounts Counts => ChangeCounts.Of(Changes.Select(change => change.Action));

    /// <summary>The objects that were refused.</summary>
    public IReadOnlyList<Change> Failures => [.. Changes.Where(change => change.Action == ChangeAction.Failed)];

    /// <summary>What to do about the failures, each once.</summary>
    internal IEnumerable<string> Hints => Failures.Select(change => change.Hint).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Both sets as one.</summary>
    public ChangeSet With(ChangeSet later)
    {
        ArgumentNullException.ThrowIfNull(later);
        return new([.. Changes, .. later.Changes]);
    }

    /// <summary>Throws if an object was refused.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ApplyFailed"/>, with every refusal and the counts.</exception>
    public void EnsureSucceeded()
    {
        if (Failures is not [var first, ..] all)
            return;
        var lines = all.Select(change => $"{Environment.NewLine}  {change.Subject}{(change.Source is { } source ? $" ({source})" : "")}: {change.Message}");
        throw new MeshException(
            ErrorCode.ApplyFailed,
            all.Count == 1 ? $"{first.Message} ({Counts})" : $"{all.Count} objects could not be applied ({Counts}):{string.Concat(lines)}",
            string.Join(" ", Hints.Append($"What was applied stays; running again {(Hints.Contains(Refusal.Correct, StringComparer.Ordinal) ? "after that " : "")}continues where this run ended.")),
            all.Count == 1 ? first.Subject : null,
            all.Count == 1 ? first.Source : null);
    }
}
