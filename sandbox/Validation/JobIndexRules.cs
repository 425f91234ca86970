namespace Cake.Istio.Sandbox.Validation;

/// <summary>The numbers of completions in a Job's status, such as <c>0-2,4</c>.</summary>
internal static class JobIndexRules
{
    /// <summary>Checks those that changed.</summary>
    public static void Check(FieldCursor job, FieldCursor old)
    {
        var (spec, status, before) = (job["spec"], job["status"], old["status"]);
        var (completed, failed) = (status["completedIndexes"], status["failedIndexes"]);
        var (hasCompleted, hasFailed) = (JobStatusRules.Changed(status, before, "completedIndexes"), JobStatusRules.Changed(status, before, "failedIndexes"));
        if (hasCompleted)
            CheckFormat(completed, spec["completions"].Number);
        if (hasFailed && spec["backoffLimitPerIndex"].IsSet)
            CheckFormat(failed, spec["completions"].Number);
        if (hasCompleted && !completed.IsEmpty && spec["completionMode"].Text != "Indexed")
            completed.Invalid("cannot set non-empty completedIndexes when non-indexed completion mode");
        if (hasFailed && failed.IsSet && !spec["backoffLimitPerIndex"].IsSet)
            failed.Invalid("cannot set non-null failedIndexes when backoffLimitPerIndex is null");
        if ((!hasCompleted && !hasFailed) || spec["completions"].Number is not { } count)
            return;
        var overlaps = Readable(completed, count).SelectMany(one => Readable(failed, count).Where(other => one.First <= other.Last && other.First <= one.Last).Select(other => Math.Max(one.First, other.First)));
        foreach (var index in overlaps.Take(1))
            failed.Invalid(string.Create(CultureInfo.InvariantCulture, $"failedIndexes and completedIndexes overlap at index: {index}"));
    }

    private static void CheckFormat(FieldCursor indexes, long? completions)
    {
        if (indexes.IsEmpty || completions is not { } count)
            return;
        long? last = null;
        foreach (var text in indexes.Text.Split(','))
        {
            var problem = Read(text, count, out var interval);
            if (problem is null && last >= interval.First)
                problem = string.Create(CultureInfo.InvariantCulture, $"non-increasing order, previous: {last}, current: {interval.First}");
            if (problem is not null)
            {
                indexes.Invalid($"error parsing {indexes.Path.Split('.')[^1]}: {problem}");
                return;
            }
            last = interval.Last;
        }
    }

    private static IEnumerable<(long First, long Last)> Readable(FieldCursor indexes, long completions)
    {
        foreach (var text in indexes.IsEmpty ? [] : indexes.Text.Split(','))
            if (Read(text, completions, out var interval) is null)
                yield return interval;
    }

    private static string? Read(string text, long completions, out (long First, long Last) interval)
    {
        interval = default;
        var limits = text.Split('-');
        if (limits.Length > 2)
            return $"the fragment {GoText.Quote(text)} violates the requirement that an index interval can have at most two parts separated by '-'";
        var numbers = new List<long>();
        foreach (var limit in limits)
        {
            if (!long.TryParse(limit, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return $"cannot convert string to integer for index: {GoText.Quote(limit)}";
            if (number >= completions)
                return $"too large index: {GoText.Quote(limit)}";
            numbers.Add(number);
        }
        interval = (numbers[0], numbers[^1]);
        return numbers.Count == 2 && numbers[0] >= numbers[1]
            ? string.Create(CultureInfo.InvariantCulture, $"non-increasing order, previous: {numbers[0]}, current: {numbers[1]}")
            : null;
    }
}
