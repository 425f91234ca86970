using System.Text.RegularExpressions;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the server refused dry runs for another reason than missing permissions, such as a policy that an admission webhook holds to, or a webhook that cannot be called.</summary>
internal static partial class DryRunsCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "dry-runs";

    /// <summary>Tells what the server said. A creation may go well all the same, once what it needs is there.</summary>
    /// <param name="changes">The plan.</param>
    public static Finding Check(IReadOnlyList<PlannedChange> changes)
    {
        // Nothing that the install writes first can help: it is certain.
        var unasked = changes.Where(change => change is { Action: ChangeAction.Failed, Code: ErrorCode.WebhookUnanswered }).ToList();
        if (unasked.Count > 0)
        {
            return Finding.Failed(
                Id,
                $"The server refuses {Counted.Of(unasked.Count, "object")} of the plan, because webhooks of somebody else cannot be called.",
                string.Join(" ", unasked.Select(change => change.Hint).Distinct(StringComparer.Ordinal)),
                unasked.Select(change => $"{change.Subject}: {change.Message}").ToBounded()) with { Code = ErrorCode.WebhookUnanswered };
        }

        var denied = changes.Where(change => change is { Denial: not null, Action: not ChangeAction.Failed } && !IsPermissionMissing(change.Denial) && !NamespaceCheck.IsTerminating(change.Denial)).ToList();
        return denied.Count == 0
            ? Finding.Passed(Id, "The server forbids nothing of the plan, as far as dry runs can tell.")
            : Finding.Warning(
                Id,
                $"The server forbids {Counted.Of(denied.Count, "object")} of the plan when asked by a dry run.",
                "Ask the owner of the policy that the server names for an exception.",
                denied.Select(change => $"{change.Subject}: {change.Denial!.Message}").ToBounded());
    }

    /// <summary>Whether a refusal is about what the user may do; <see cref="PermissionsCheck"/> tells it then.</summary>
    public static bool IsPermissionMissing(ApiStatus denial) => Escalation.Read(denial) is not null || PermissionPattern().IsMatch(denial.Message);

    // The authorizer's words; PermissionsCheck asks it itself.
    [GeneratedRegex("User \"[^\"]*\" cannot [a-z]+ resource", RegexOptions.None, 1000)]
    private static partial Regex PermissionPattern();
}
