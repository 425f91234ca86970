namespace Cake.Istio.Apply;

/// <summary>How many objects had which action.</summary>
/// <param name="Created">Objects that did not exist.</param>
/// <param name="Configured">Objects that were different.</param>
/// <param name="Unchanged">Objects that nothing was written to.</param>
/// <param name="Deleted">Objects that were removed.</param>
/// <param name="Skipped">Objects that something was missing for.</param>
/// <param name="Failed">Objects that were refused.</param>
public sealed record ChangeCounts(int Created, int Configured, int Unchanged, int Deleted, int Skipped, int Failed)
{
    /// <summary>All objects.</summary>
    public int Total => Created + Configured + Unchanged + Deleted + Skipped + Failed;

    /// <summary>Counts actions.</summary>
    public static ChangeCounts Of(IEnumerable<ChangeAction> actions)
    {
        var counts = actions.CountBy(action => action).ToDictionary();
        return new(
            counts.GetValueOrDefault(ChangeAction.Created),
            counts.GetValueOrDefault(ChangeAction.Configured),
            counts.GetValueOrDefault(ChangeAction.Unchanged),
            counts.GetValueOrDefault(ChangeAction.Deleted),
            counts.GetValueOrDefault(ChangeAction.Skipped),
            counts.GetValueOrDefault(ChangeAction.Failed));
    }

    /// <summary>Gives <c>28 created, 3 unchanged</c>; actions that did not occur are left out.</summary>
    public override string ToString()
    {
        (int Count, string Word)[] parts =
        [
            (Created, "created"), (Configured, "configured"), (Unchanged, "unchanged"), (Deleted, "deleted"), (Skipped, "skipped"), (Failed, "failed"),
        ];
        return Total == 0 ? "nothing" : string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Word}"));
    }
}
