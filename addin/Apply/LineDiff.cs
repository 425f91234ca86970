namespace Cake.Istio.Apply;

/// <summary>The lines that differ between two texts, by their longest common subsequence.</summary>
internal static class LineDiff
{
    // Beyond this the table of the subsequence would be larger than what anybody reads.
    private const int LongestMiddle = 2000;

    /// <summary>Removed lines with <c>-</c>, added ones with <c>+</c>, in place; lines that stay are left out.</summary>
    public static IReadOnlyList<string> Of(string before, string after)
    {
        var left = before.ReplaceLineEndings("\n").Split('\n');
        var right = after.ReplaceLineEndings("\n").Split('\n');
        var head = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        var tail = left[head..].Reverse().Zip(right[head..].Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        left = left[head..^tail];
        right = right[head..^tail];
        return left.Length > LongestMiddle || right.Length > LongestMiddle
            ? [.. left.Select(line => $"- {line}"), .. right.Select(line => $"+ {line}")]
            : Walk(left, right, Lengths(left, right));
    }

    private static int[,] Lengths(string[] left, string[] right)
    {
        var lengths = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
                lengths[i, j] = left[i] == right[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }

        return lengths;
    }

    private static List<string> Walk(string[] left, string[] right, int[,] lengths)
    {
        var lines = new List<string>();
        var (i, j) = (0, 0);
        while (i < left.Length || j < right.Length)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
                (i, j) = (i + 1, j + 1);
            else if (j == right.Length || (i < left.Length && lengths[i + 1, j] >= lengths[i, j + 1]))
                lines.Add($"- {left[i++]}");
            else
                lines.Add($"+ {right[j++]}");
        }

        return lines;
    }
}
