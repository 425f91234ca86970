namespace Cake.Istio.Build;

/// <summary>A line of <c>cake.config</c> by the rules of Cake, which names neither file nor line where one is broken.</summary>
/// <param name="Section">The section that begins here, or null.</param>
/// <param name="Name">The name before the first <c>=</c>, or nothing.</param>
/// <param name="Problem">Why Cake cannot read it, or null.</param>
internal sealed record ConfigLine(string? Section, string Name, string? Problem)
{
    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    public static ConfigLine Parse(string line)
    {
        var text = line.Trim();
        if (!text.StartsWith('['))
            return ParseSetting(null, text);

        var end = text.IndexOf(']', StringComparison.Ordinal);
        if (end < 0)
            return new(null, "", "the section is not closed with ]");
        var section = text[1..end];
        return section.Any(char.IsWhiteSpace) ? new(section, "", "the section's name has a blank in it") : ParseSetting(section, text[(end + 1)..].TrimStart());
    }

    private static ConfigLine ParseSetting(string? section, string text)
    {
        if (text.Length == 0 || text[0] == ';')
            return new(section, "", null);
        if (text.Split('=') is not [{ Length: > 0 } name, .. { Length: > 0 } values])
            return new(section, "", "it is no name=value, no [Section] and no ; comment");
        return new(section, name.TrimEnd(), FindProblem(name, values));
    }

    private static string? FindProblem(string name, string[] values) => (name.Any(char.IsWhiteSpace), values) switch
    {
        (true, _) => "there is a blank in the name, or between it and the =",
        (_, [_, _, ..]) => "there may be one = in a line",
        _ => values[0].TrimStart() switch
        {
            "" => "the value is missing",
            ['[' or ';', ..] => "a value may not begin with [ or ;",
            _ => null,
        },
    };
}
