using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>A plan as lines of text: what is written, field by field, and why.</summary>
internal static class PlanText
{
    private const int LongestValue = 120;

    /// <summary>The whole plan; objects that stay as they are only count.</summary>
    public static IEnumerable<string> Lines(Plan plan) =>
    [
        .. plan.Changes.Where(change => change.Action != ChangeAction.Unchanged).SelectMany(Lines),
        .. Summary(plan),
        $"Plan: {plan.Counts}.",
        $"Digest: {plan.Digest}",
    ];

    /// <summary>What no single object shows: what stays although the release no longer has it, and the notes.</summary>
    public static IEnumerable<string> Summary(Plan plan) =>
    [
        .. plan.Kept.GroupBy(item => item.Subject.Kind, StringComparer.Ordinal).Select(kind => $"= {kind.Count()} {kind.Key} no longer in the release, but not pruned"),
        .. plan.Notes,
    ];

    /// <summary>One object: a line of its own, then one per field, indented.</summary>
    public static IEnumerable<string> Lines(PlannedChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var isTakenOver = change.Fields is [var only] && only.Path.EndsWith(OwnershipMigration.LastApplied, StringComparison.Ordinal);
        if (isTakenOver)
            change = change with { Fields = [], Message = "taken over from kubectl apply with the same values" };
        var message = change.Message is null ? "" : $": {change.Message}";
        yield return $"{Sign(change.Action)} {change.Subject} {change.Action.Word()}{message}";
        foreach (var line in change.Fields.SelectMany(Lines))
            yield return $"    {line}";
        foreach (var released in change.Released)
            yield return $"    = {released.Path} stays with {released.Manager}: {released.Reason}";
    }

    /// <summary>One field; a text of several lines and a list of words, such as a command line, are shown by the lines that differ.</summary>
    public static IEnumerable<string> Lines(FieldChange field)
    {
        if (LongText(field.Before) is { } before && LongText(field.After) is { } after)
            return LineDiff.Of(before, after).Select(line => $"  {Shortened(line)}").Prepend($"~ {field.Path}:");
        // What two long values have in common at their beginning would be all that is left of them.
        var common = (field.Before ?? "").Zip(field.After ?? "").TakeWhile(pair => pair.First == pair.Second).Count();
        return [(field with { Before = Shortened(field.Before, common), After = Shortened(field.After, common) }).ToString()];
    }

    private static char Sign(ChangeAction action) => action switch
    {
        ChangeAction.Created => '+',
        ChangeAction.Deleted => '-',
        ChangeAction.Configured => '~',
        ChangeAction.Failed => '!',
        _ => ' ',
    };

    private static string? LongText(string? json) => json is ['"' or '[', ..] ? JsonNode.Parse(json) switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String && (string)value! is var text && text.Contains('\n', StringComparison.Ordinal) => text,
        JsonArray { Count: > 1 } items when items.All(item => item?.GetValueKind() == JsonValueKind.String) => string.Join('\n', items.Select(item => (string)item!)),
        _ => null,
    } : null;

    private static string? Shortened(string? value, int common = 0)
    {
        if (value is not { Length: > LongestValue })
            return value;
        var start = common > LongestValue / 2 ? Math.Min(common - (LongestValue / 4), value.Length - LongestValue) : 0;
        return $"{(start > 0 ? "…" : "")}{value.AsSpan(start, LongestValue)}{(start + LongestValue < value.Length ? "…" : "")}";
    }
}
