namespace Cake.Istio.Preflight;

/// <summary>Keeps evidence readable in a cluster with thousands of objects.</summary>
internal static class BoundedText
{
    private const int Lines = 10;

    /// <summary>The first lines, and how many more there are.</summary>
    public static IReadOnlyList<string> ToBounded(this IEnumerable<string> lines, int limit = Lines)
    {
        var all = lines.ToList();
        return all.Count <= limit ? all : [.. all.Take(limit), $"and {all.Count - limit} more"];
    }

    /// <summary>The first names in one line, and how many more there are.</summary>
    public static string ToBoundedList(this IEnumerable<string> names, int limit = 5)
    {
        var all = names.ToList();
        return all.Count <= limit ? string.Join(", ", all) : $"{string.Join(", ", all.Take(limit))} and {all.Count - limit} more";
    }
}
