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
        var (ofCompleted, ofFailed) = (Read(completed, spec["completions"].Number), Read(failed, spec["completions"].Number));
        if (hasCompleted && ofCompleted.Problem is { } wrong)
            completed.Invalid($"error parsing completedIndexes: {wrong}");
        if (hasFailed && spec["backoffLimitPerIndex"].IsSet && ofFailed.Problem is { } problem)
            failed.Invalid($"error parsing failedIndexes: {problem}");
        if (hasCompleted && !completed.IsEmpty && spec["completionMode"].Text != "Indexed")
            completed.Invalid("cannot set non-empty completedIndexes when non-indexed completion mode");
        if (hasFailed && failed.IsSet && !spec["backoffLimitPerIndex"].IsSet)
            failed.Invalid("cannot set non-null failedIndexes when backoffLimitPerIndex is null");
        if ((hasCompleted || hasFailed) && (ofCompleted.Problem ?? ofFailed.Problem) is null && FirstOfBoth(ofCompleted.Ranges, ofFailed.Ranges) is { } index)
            failed.Invalid(string.Create(CultureInfo.InvariantCulture, $"failedIndexes and completedIndexes overlap at index: {index}"));
    }

    private static (IReadOnlyList<(long First, long Last)> Ranges, string? Problem) Read(FieldCursor indexes, long? completions)
    {
        var (ranges, problem, last) = (new List<(long First, long Last)>(), (string?)null, long.MinValue);
        foreach (var text in indexes.IsEmpty || completions is null ? [] : indexes.Text.Split(','))
        {
            var limits = text.Split('-');
            var numbers = limits.Select(limit => long.TryParse(limit, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : (long?)null).ToArray();
            var at = Array.FindIndex(numbers, number => number is null || number >= completions);
            if (limits.Length > 2)
                problem ??= $"the fragment {GoText.Quote(text)} violates the requirement that an index interval can have at most two parts separated by '-'";
            else if (at >= 0)
                problem ??= $"{(numbers[at] is null ? "cannot convert string to integer for index" : "too large index")}: {GoText.Quote(limits[at])}";
            else if (limits.Length == 2 && numbers[0] >= numbers[1])
                problem ??= Disordered(numbers[0]!.Value, numbers[1]!.Value);
            else
            {
                problem ??= last >= numbers[0] ? Disordered(last, numbers[0]!.Value) : null;
                last = numbers[^1]!.Value;
                ranges.Add((numbers[0]!.Value, last));
            }
        }
        return (ranges, problem);
    }

    // Both are in order.
    private static long? FirstOfBoth(IReadOnlyList<(long First, long Last)> ones, IReadOnlyList<(long First, long Last)> others)
    {
        for (var (one, other) = (0, 0); one < ones.Count && other < others.Count;)
            if (ones[one].Last < others[other].First)
                one++;
            else if (others[other].Last < ones[one].First)
                other++;
            else
                return Math.Max(ones[one].First, others[other].First);
        return null;
    }

    private static string Disordered(long previous, long current) => string.Create(CultureInfo.InvariantCulture, $"non-increasing order, previous: {previous}, current: {current}");
}
