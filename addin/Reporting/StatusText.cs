using System.Globalization;
using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;

namespace Cake.Istio.Reporting;

/// <summary>What is installed, and what has drifted, in words.</summary>
internal static class StatusText
{
    /// <summary>Gives <c>Istio 1.2.2, mode strict</c>.</summary>
    public static string Describe(InstallDescription description) => string.Join(
        ", ", description.Options.OrderBy(option => option.Key, StringComparer.Ordinal).Select(option => $"{option.Key} {option.Value}").Prepend($"Istio {description.Release}"));

    /// <summary>Gives <c>2026-11-23 07:20:11Z</c>.</summary>
    public static string Time(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);

    /// <summary>The revisions, the oldest first.</summary>
    public static Table Revisions(DriftReport report) => new(
        report.Revisions.Count == 1 ? "revision" : "revisions",
        ["revision", "installed", "release", "mode", "by"],
        [.. report.Revisions.Select(revision => (IReadOnlyList<string>)
        [
            $"{revision.Number}{(report.Record is { State: RecordState.Installed or RecordState.Unready } record && record.Revision == revision.Number ? "*" : "")}",
            Time(revision.At),
            revision.Description.Release,
            revision.Description.Options.GetValueOrDefault("mode", ""),
            revision.Description.Holder,
        ])]);

    /// <summary>What has become of an object: a line of its own, then one per field, indented.</summary>
    /// <param name="change">What an install of the same would change; what is there stands before it.</param>
    public static IEnumerable<string> Drift(PlannedChange change)
    {
        var authors = DriftAuthors.Of(change);
        var what = change switch
        {
            { Action: ChangeAction.Created } => "is gone",
            // Nothing is known but what was recorded.
            { Action: ChangeAction.Configured, Body.Count: 0 } => "is another object, made since",
            { Fields.Count: > 0 } => $"was changed{(authors.Count == 0 ? "" : $" by {string.Join(" and ", authors)}")}",
            { Mode: WriteMode.Recreate } => "has failed",
            { Action: ChangeAction.Configured } => "has another owner",
            _ => $"cannot be installed again: {change.Message}",
        };
        yield return $"{change.Subject} {what}";
        foreach (var field in change.Fields)
        {
            // From what was installed to what is there: the other way round than a plan.
            var drift = new FieldChange(Reversed(field.Kind), field.Path, field.After, field.Before);
            foreach (var line in PlanText.Lines(drift))
                yield return $"    {line}";
        }
    }

    private static FieldChangeKind Reversed(FieldChangeKind kind) => kind switch
    {
        FieldChangeKind.Added => FieldChangeKind.Removed,
        FieldChangeKind.Removed => FieldChangeKind.Added,
        _ => FieldChangeKind.Changed,
    };
}
