using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Apply;

/// <summary>Why the server would refuse, or refused, an object, and the way out.</summary>
/// <param name="Code">One of <see cref="ErrorCode"/>.</param>
/// <param name="Message">What, with the server's words.</param>
/// <param name="Hint">What to do next, or null.</param>
internal sealed partial record Refusal(string Code, string Message, string? Hint)
{
    /// <summary>The way out where the object itself is wrong.</summary>
    public const string Correct = "Correct the object where it is written, or choose a release that fits the cluster: as it is, it is refused again.";

    /// <summary>Why the server refuses an object.</summary>
    /// <param name="status">The server's answer.</param>
    /// <param name="exists">Whether the object exists, so that a field of it can be one that cannot be changed.</param>
    public static Refusal Of(ApiStatus status, bool exists) =>
        FieldConflict.IsIn(status) ? OfConflicts(FieldConflict.Read(status), []) : (exists ? OfImmutable(status) : null) ?? OfStatus(status);

    /// <summary>A conflict about fields that no rule gives away.</summary>
    /// <param name="conflicts">The fields and who owns them.</param>
    /// <param name="entries">The object's managed fields, as far as they are known.</param>
    public static Refusal OfConflicts(IReadOnlyList<FieldConflict> conflicts, IReadOnlyList<ManagedFieldsEntry> entries)
    {
        var owners = conflicts.GroupBy(conflict => conflict.Manager, StringComparer.Ordinal)
            .Select(group => $"{group.Key} owns {string.Join(", ", group.Select(conflict => conflict.Field))}");
        var adoptable = conflicts.ToLookup(conflict => OtherInstallers.HaveManager(conflict.Manager) || conflict.OwnersAmong(entries).Any(entry => entry.IsOtherInstaller));
        return new(
            ErrorCode.FieldConflict,
            $"Another manager holds a different value: {string.Join("; ", owners)}",
            (adoptable[true].Any(), adoptable[false].Any()) switch
            {
                (true, false) => "Take over the mesh that the other installer made with --adopt.",
                (true, true) => "Take over the mesh that the other installer made with --adopt, and the fields of the others with --force-conflicts, or change them back where they were changed.",
                _ => "Take these fields over with --force-conflicts, or change them back where they were changed.",
            });
    }

    /// <summary>A refusal of an object that exists, if it is about a field that cannot be changed.</summary>
    public static Refusal? OfImmutable(ApiStatus status)
    {
        var causes = status.Causes.Where(cause => ImmutablePattern().IsMatch(cause.Message)).ToList();
        if (status.Code != 422 || (causes.Count == 0 && !ImmutablePattern().IsMatch(status.Message)))
            return null;
        var fields = causes.Count == 0 ? status.Message : string.Join(", ", causes.Select(cause => cause.Field).Distinct(StringComparer.Ordinal));
        return new(
            ErrorCode.NeedsRecreate,
            $"needs recreate: {fields} cannot be changed",
            "Delete the object when that does no harm, and run again: it is created anew.");
    }

    /// <summary>Any other refusal.</summary>
    private static Refusal OfStatus(ApiStatus status)
    {
        if (Escalation.Read(status) is { } escalation)
        {
            return new(
                ErrorCode.PermissionMissing,
                $"{status.Code} {status.Reason}: {status.Message}",
                $"Ask the cluster's administrator for these rules, or for what lets you hand out more than you have (escalate, bind): {string.Join("; ", escalation.Rules)}.");
        }

        var unsaid = status.Causes.Where(cause => !status.Message.Contains(cause.Message, StringComparison.Ordinal)).Select(cause => cause.ToString());
        return new(ErrorCode.InvalidObject, string.Join("; ", unsaid.Prepend($"{status.Code} {status.Reason}: {status.Message}")), OfNodePort(status) ?? (status.Code is 400 or 422 ? Correct : null));
    }

    private static string? OfNodePort(ApiStatus status) => TakenPortPattern().Match($"{status.Message} {string.Join(' ', status.Causes)}") is { Success: true } port
        ? $"Another Service has node port {port.Groups["port"].Value}; --target=Preflight names it, and so does: kubectl get services -A | grep {port.Groups["port"].Value}"
        : null;

    /// <summary>Whether an object is a Job that has ended, which may be deleted and run again.</summary>
    public static bool IsFinishedJob(JsonObject live) => IsJobThatIs("Complete", live) || IsFailedJob(live);

    /// <summary>Whether an object is a Job that the cluster has given up.</summary>
    public static bool IsFailedJob(JsonObject live) => IsJobThatIs("Failed", live);

    private static bool IsJobThatIs(string type, JsonObject live) =>
        (string?)live["kind"] == "Job"
        && (live["status"]?["conditions"] as JsonArray ?? []).Any(condition => (string?)condition?["type"] == type && (string?)condition?["status"] == "True");

    [GeneratedRegex(@"nodePort: Invalid value: (?<port>\d+): provided port is already allocated", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TakenPortPattern();

    [GeneratedRegex("immutable|cannot be changed|cannot change|may not change|updates to .* forbidden", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ImmutablePattern();
}
