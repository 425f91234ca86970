namespace Cake.Istio.Build;

/// <summary>What somebody may have meant who wrote an unknown name.</summary>
internal static class NameSuggestion
{
    /// <summary>A question with the nearest name, or where to find all of them.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="names">The names that there are.</param>
    /// <param name="show">How a name is written in that place.</param>
    /// <param name="kind">What the names are of.</param>
    public static string For(string written, IEnumerable<string> names, Func<string, string> show, string kind = "options")
    {
        var nearest = names.MinBy(name => Difference(written, name))!;
        return IsNear(written, nearest) ? $"Did you mean {show(nearest)}?" : $"--target=Help lists the {kind}.";
    }

    // Whether somebody who wrote the one may have meant the other.
    private static bool IsNear(string written, string name) => Difference(written, name) <= Math.Max(2, name.Length / 3);

    /// <summary>How many letters to insert, delete or replace make the one the other.</summary>
    public static int Difference(string written, string name) => Distance(written.ToLowerInvariant(), name.ToLowerInvariant());

    /// <summary>Counts the letters to insert, delete or replace (Levenshtein).</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }

        return row[^1];
    }
}
