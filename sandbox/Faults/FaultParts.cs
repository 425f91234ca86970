namespace Cake.Istio.Sandbox.Faults;

/// <summary>The parts of one fault's compact form, taken out one by one so that what is left over can be refused.</summary>
internal sealed class FaultParts
{
    private readonly string _text;
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    /// <summary>Splits the text.</summary>
    /// <exception cref="FormatException">A part has no <c>=</c>.</exception>
    public FaultParts(string text)
    {
        _text = text;
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        (Kind, Value) = Split(parts[0]);
        foreach (var part in parts[1..])
        {
            if (!part.Contains('=', StringComparison.Ordinal))
                throw Wrong($"'{part}' is not of the form key=value");
            var (key, value) = Split(part);
            _keys[key] = value;
        }
    }

    /// <summary>What kind of fault it is.</summary>
    public string Kind { get; }

    /// <summary>The value of the kind; empty when there is none.</summary>
    public string Value { get; }

    /// <summary>Takes a key's value out; null when it is not given.</summary>
    public string? Take(string key) => _keys.Remove(key, out var value) ? value : null;

    /// <summary>Takes a pattern out; everything when it is not given.</summary>
    public Pattern TakePattern(string key) => Take(key) is { } value ? Pattern(value) : Faults.Pattern.Everything;

    /// <summary>Takes a time out; null when it is not given.</summary>
    public TimeSpan? TakeTime(string key) => Take(key) is { } value ? Time(value) : null;

    /// <summary>Takes a number out; null when it is not given.</summary>
    public int? TakeNumber(string key) => Take(key) is { } value ? Number(value) : null;

    /// <summary>Reads a pattern.</summary>
    public Pattern Pattern(string value) => value.Length > 0 ? new Pattern(value) : throw Wrong("a pattern is empty");

    /// <summary>Reads a whole number.</summary>
    public int Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong($"'{value}' is not a whole number");

    /// <summary>Reads a time.</summary>
    public TimeSpan Time(string value)
    {
        var unit = value.AsSpan().TrimStart("0123456789.").ToString();
        if (!double.TryParse(value.AsSpan(0, value.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            throw WrongTime(value);
        return unit switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => throw WrongTime(value),
        };
    }

    /// <summary>Refuses keys that nobody took.</summary>
    public void RefuseRest()
    {
        if (_keys.Count > 0)
            throw Wrong($"the fault {Kind} has no '{_keys.Keys.First()}'");
    }

    /// <summary>What is said of a fault that cannot be read.</summary>
    public FormatException Wrong(string why) => new($"The fault '{_text}' cannot be read: {why}.");

    private FormatException WrongTime(string value) => Wrong($"a time is a number with ms, s or m, such as 500ms, not '{value}'");

    private static (string Key, string Value) Split(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (part, "") : (part[..equals].TrimEnd(), part[(equals + 1)..].TrimStart());
    }
}
