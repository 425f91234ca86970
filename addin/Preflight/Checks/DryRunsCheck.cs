using System.Text.RegularExpressions;
using Cake.Istio.Apply;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the server forbade dry runs for another reason than missing permissions, such as a policy that an admission webhook holds to.</summary>
internal static partial class DryRunsCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "dry-runs";

    /// <summary>Tells what the server said. A creation may go well all the same, once what it needs is there.</summary>
    /// <param name="changes">The plan.</param>
    public static Finding Check(IReadOnlyList<PlannedChange> changes)
    {
        var denied = changes.Where(change => change is { Denial: not null, Action: not ChangeAction.Failed } && Escalation.Read(change.Denial) is null && !PermissionPattern().IsMatch(change.Denial.Message)).ToList();
        return denied.Count == 0
            ? Finding.Passed(Id, "The server forbids nothing of the plan, as far as dry runs can tell.")
            : Finding.Warning(
                Id,
                $"The server forbids {Counted.Of(denied.Count, "object")} of the plan when asked by a dry run.",
                "Ask the owner of the policy that the server names for an exception.",
                denied.Select(change => $"{change.Subject}: {change.Denial!.Message}").ToBounded());
    }

    // The authorizer's words; PermissionsCheck asks it itself.
    [GeneratedRegex("User \"[^\"]*\" cannot [a-z]+ resource", RegexOptions.None, 1000)]
    private static partial Regex PermissionPattern();
}
