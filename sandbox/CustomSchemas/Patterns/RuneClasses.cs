using System.Collections.Frozen;

namespace Cake.Istio.Sandbox.CustomSchemas.Patterns;

/// <summary>Sets of characters that have a name in Go's syntax.</summary>
internal static class RuneClasses
{
    private static readonly string[] Perl = ["d=09", "s=\t\n\f\r  ", "w=09AZ__az"];

    private static readonly string[] Posix =
    [
        "alnum=09AZaz", "alpha=AZaz", "ascii=\0\x7F", "blank=\t\t  ", "cntrl=\0\x1F\x7F\x7F", "digit=09", "graph=!~", "lower=az", "print= ~", "punct=!/:@[`{~",
        "space=\t\r  ", "upper=AZ", "word=09AZaz__", "xdigit=09AFaf",
    ];

    // In the order of UnicodeCategory: the short names, and the long ones of Go 1.25.
    private static readonly string[] Categories =
    [
        "Lu Uppercaseletter", "Ll Lowercaseletter", "Lt Titlecaseletter", "Lm Modifierletter", "Lo Otherletter", "Mn Nonspacingmark", "Mc Spacingmark",
        "Me Enclosingmark", "Nd Decimalnumber Digit", "Nl Letternumber", "No Othernumber", "Zs Spaceseparator", "Zl Lineseparator", "Zp Paragraphseparator",
        "Cc Control Cntrl", "Cf Format", "Cs Surrogate", "Co Privateuse", "Pc Connectorpunctuation", "Pd Dashpunctuation", "Ps Openpunctuation",
        "Pe Closepunctuation", "Pi Initialpunctuation", "Pf Finalpunctuation", "Po Otherpunctuation", "Sm Mathsymbol", "Sc Currencysymbol",
        "Sk Modifiersymbol", "So Othersymbol", "Cn Unassigned",
    ];

    private static readonly string[] Groups =
        ["L Letter", "Lc Casedletter", "M Mark Combiningmark", "N Number", "Z Separator", "C Other", "P Punctuation Punct", "S Symbol"];

    private static readonly Lazy<FrozenDictionary<int, int[]>> Orbits = new(() => Enumerable.Range('A', 0x1E944 - 'A').Where(Rune.IsValid)
        .GroupBy(rune => rune == 'ſ' ? 's' : Rune.ToLowerInvariant(Rune.ToUpperInvariant(new Rune(rune))).Value)
        .Select(orbit => orbit.ToArray()).Where(orbit => orbit.Length > 1)
        .SelectMany(orbit => orbit.Select(rune => KeyValuePair.Create(rune, orbit))).ToFrozenDictionary());

    /// <summary>Is it a word character?</summary>
    public static bool IsWord(int rune) => rune is '_' or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');

    /// <summary>The set, and whatever is the same but for its case.</summary>
    public static Func<int, bool> Folded(Func<int, bool> set) => rune => Orbits.Value.TryGetValue(rune, out var orbit) ? Array.Exists(orbit, same => set(same)) : set(rune);

    /// <summary>The class of <c>\d</c>, <c>\s</c> or <c>\w</c>; null for any other letter.</summary>
    public static Func<int, bool>? FindPerl(char letter) => Find(Perl, letter.ToString());

    /// <summary>The class of <c>[:alpha:]</c> and its like, by its name alone; null when there is none.</summary>
    public static Func<int, bool>? FindPosix(string name) => Find(Posix, name);

    /// <summary>The class of <c>\p{Lu}</c> and its like; null when there is none. The scripts, such as <c>Greek</c>, are not known here.</summary>
    public static Func<int, bool>? FindUnicode(string name)
    {
        var plain = string.Concat(name.Where(letter => letter is not ('_' or '-' or ' ')).Select((letter, index) => index == 0 ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter)));
        if (plain is "Any" or "Ascii" or "Assigned")
            return rune => plain switch { "Any" => true, "Ascii" => rune < 0x80, _ => CategoryOf(rune) != UnicodeCategory.OtherNotAssigned };
        if (Array.FindIndex(Categories, names => names.Split(' ').Contains(plain)) is >= 0 and var index)
            return rune => CategoryOf(rune) == (UnicodeCategory)index;
        return Array.Find(Groups, names => names.Split(' ').Contains(plain)) is not { } group ? null
            : group.StartsWith("Lc", StringComparison.Ordinal) ? rune => CategoryOf(rune) <= UnicodeCategory.TitlecaseLetter
            : rune => Categories[(int)CategoryOf(rune)][0] == group[0];
    }

    private static UnicodeCategory CategoryOf(int rune) => CharUnicodeInfo.GetUnicodeCategory(rune);

    // Pairs of the first and the last character of a range.
    private static Func<int, bool>? Find(string[] classes, string name) =>
        Array.Find(classes, entry => entry.StartsWith(name + '=', StringComparison.Ordinal))?[(name.Length + 1)..].Chunk(2).ToArray() is { } ranges
            ? rune => Array.Exists(ranges, range => rune >= range[0] && rune <= range[1])
            : null;
}
