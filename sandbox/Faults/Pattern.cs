namespace Cake.Istio.Sandbox.Faults;

/// <summary>A text in which <c>*</c> stands for anything and <c>|</c> separates alternatives.</summary>
/// <param name="Text">The pattern.</param>
internal sealed record Pattern(string Text)
{
    /// <summary>Matches everything.</summary>
    public static Pattern Everything { get; } = new("*");

    /// <summary>Whether the whole value matches.</summary>
    public bool Matches(string value) => Text.Split('|').Any(alternative => Matches(alternative, value));

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> value)
    {
        var star = pattern.IndexOf('*');
        if (star < 0)
            return pattern.SequenceEqual(value);
        if (!value.StartsWith(pattern[..star], StringComparison.Ordinal))
            return false;
        var rest = pattern[(star + 1)..];
        for (var skip = star; skip <= value.Length; skip++)
        {
            if (Matches(rest, value[skip..]))
                return true;
        }
        return false;
    }
}
