using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;
using Cake.Istio.Settings;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the server accepts every object of the plan; an install would stop at the first that it does not.</summary>
internal static class RefusalsCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "objects-accepted";

    private const string Hint = "Put right what the server names, in the release or in the cluster; --target=Plan shows each object with its fields.";

    /// <summary>Tells what the server said to each object; what another check tells with its own way out is left to it.</summary>
    /// <param name="changes">The plan.</param>
    /// <param name="record">What the last install recorded, or null.</param>
    /// <param name="settings">What the user asked for.</param>
    public static Finding Check(IReadOnlyList<PlannedChange> changes, InstallRecord? record, MeshSettings settings)
    {
        var refused = changes.Where(change => change.Action == ChangeAction.Failed).ToList();
        var told = refused.Where(change => !IsToldElsewhere(change, record, settings)).ToList();
        if (told.Count == 0)
        {
            return Finding.Passed(Id, refused.Count == 0
                ? "The server refuses no object of the plan, as far as it could be asked."
                : $"The server refuses {Counted.Of(refused.Count, "object")} of the plan only for what other findings tell.");
        }

        return Finding.Failed(
            Id,
            $"The server refuses {Counted.Of(told.Count, "object")} of the plan.",
            string.Join(" ", told.Select(change => change.Hint ?? Hint).Distinct(StringComparer.Ordinal).Take(3)),
            told.Select(change => $"{change.Subject}{(change.Source is { } source ? $" ({source})" : "")}: {change.Message}").ToBounded()) with
        {
            Code = told[0].Code,
            Subject = told.Count == 1 ? told[0].Subject : null,
        };
    }

    private static bool IsToldElsewhere(PlannedChange change, InstallRecord? record, MeshSettings settings) => change.Code switch
    {
        ErrorCode.KindNotServed or ErrorCode.WebhookUnanswered => true,
        ErrorCode.NamespaceTerminating => change.Subject.Name == settings.Namespace,
        ErrorCode.FieldConflict => !settings.Adopt && OwnershipCheck.IsForeign(change, record),
        _ => (change.Denial is { } denial && DryRunsCheck.IsPermissionMissing(denial)) || DefinitionsCheck.IsIncompatible(change),
    };
}
