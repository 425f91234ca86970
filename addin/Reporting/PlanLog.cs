using Cake.Core.Diagnostics;
using Cake.Istio.Apply;

namespace Cake.Istio.Reporting;

/// <summary>Shows a plan as log lines: what would be written, then the counts and the digest.</summary>
internal static class PlanLog
{
    private const int ShortDigest = 12;

    /// <summary>Shows the plan. Why the server would refuse something is left to the error that follows.</summary>
    public static void Write(ICakeLog log, Plan plan)
    {
        var shown = plan with { Changes = [.. plan.Changes.Select(change => change.Action == ChangeAction.Failed ? change with { Message = null } : change)] };
        foreach (var line in PlanText.Lines(shown))
            log.Information("{0}", line);
    }

    /// <summary>Says how exactly this plan is carried out.</summary>
    /// <param name="log">Where.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="revision">The revision that would be rolled back to, or null for an install.</param>
    public static void WriteNext(ICakeLog log, Plan plan, int? revision)
    {
        if (plan.IsEmpty)
        {
            log.Information("{0}", plan.Notes.Count == 0 ? "Nothing to do: the cluster is as it should be." : "Nothing to do.");
            return;
        }

        var target = revision is null ? "--target=Verify" : $"--target=Rollback --to-revision={revision}";
        log.Information("{0}", $"Next: the same options with {target} --plan={plan.Digest[..ShortDigest]} carry out this plan and no other.");
    }
}
