using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the plan deletes more of the last install than <c>--prune-limit</c> allows.</summary>
internal static class PruneLimitCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "prune-limit";

    /// <summary>Judges what the plan deletes.</summary>
    /// <param name="changes">The plan.</param>
    /// <param name="refusal">Why that is too much, or null.</param>
    public static Finding Check(IReadOnlyList<PlannedChange> changes, string? refusal)
    {
        var deleted = changes.Where(change => change.Action == ChangeAction.Deleted).ToList();
        if (refusal is not null)
            return Finding.Failed(Id, refusal, Pruning.RefusalHint, deleted.Select(change => $"{change.Subject}").ToBounded()) with { Code = ErrorCode.PruneLimitExceeded };
        return Finding.Passed(Id, deleted.Count == 0 ? "The plan deletes nothing." : $"The plan deletes {Counted.Of(deleted.Count, "object")}, which --prune-limit allows.");
    }
}
