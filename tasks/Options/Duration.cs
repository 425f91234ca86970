using System.Globalization;

namespace Cake.Istio.Frosting.Options;

/// <summary>Durations as Go and Kubernetes write them.</summary>
internal static class Duration
{
    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>Reads <c>1h30m</c>, <c>10m</c>, <c>90s</c>, <c>500ms</c>: whole numbers, each unit at most once, the longer first; and <c>0</c>.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        // None of any unit.
        if (text == "0")
            return true;
        var rest = text.AsSpan();
        var next = 0;
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return false;

            rest = rest[digits..];
            var length = rest.IndexOfAnyInRange('0', '9') is var end and >= 0 ? end : rest.Length;
            var name = rest[..length].ToString();
            var unit = Array.FindIndex(Units, next, candidate => candidate.Name == name);
            if (unit < 0)
                return false;

            duration += Units[unit].Length * number;
            rest = rest[length..];
            next = unit + 1;
        }

        return text.Length > 0;
    }
}
