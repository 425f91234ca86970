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
        $"Plan: {plan.Counts}.",
        $"Digest: {plan.Digest}",
    ];

    /// <summary>One object: a line of its own, then one per field, indented.</summary>
    public static IEnumerable<string> Lines(PlannedChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var message = change.Message is null ? "" : $": {change.Message}";
        yield return $"{Sign(change.Action)} {change.Subject} {change.Action.Word()}{message}";
        foreach (var line in change.Fields.SelectMany(Lines))
            yield return $"    {line}";
        foreach (var released in change.Released)
            yield return $"    = {released.Path} stays with {released.Manager}: {released.Reason}";
    }

    /// <summary>One field; a text of several lines is shown by the lines that differ.</summary>
    public static IEnumerable<string> Lines(FieldChange field)
    {
        if (LongText(field.Before) is { } before && LongText(field.After) is { } after)
            return LineDiff.Of(before, after).Select(line => $"  {line}").Prepend($"~ {field.Path}:");
        return [(field with { Before = Shortened(field.Before), After = Shortened(field.After) }).ToString()];
    }

    private static char Sign(ChangeAction action) => action switch
    {
        ChangeAction.Created => '+',
        ChangeAction.Deleted => '-',
        ChangeAction.Configured => '~',
        ChangeAction.Failed => '!',
        _ => ' ',
    };

    private static string? LongText(string? json) =>
        json is ['"', ..] && JsonNode.Parse(json) is JsonValue value && value.GetValueKind() == JsonValueKind.String && (string)value! is var text && text.Contains('\n', StringComparison.Ordinal)
            ? text
            : null;

    private static string? Shortened(string? value) => value is { Length: > LongestValue } ? $"{value[..LongestValue]}…" : value;
}
