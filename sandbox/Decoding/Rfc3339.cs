namespace Cake.Istio.Sandbox.Decoding;

/// <summary>Times as metav1.Time and metav1.MicroTime read and write them.</summary>
internal static class Rfc3339
{
    private static readonly (string Before, string Layout, int Least, int Most, string Name)[] Parts =
        [("", "2006", 1, 9999, "year"), ("-", "01", 1, 12, "month"), ("-", "02", 1, 31, "day"), ("T", "15", 0, 23, "hour"), (":", "04", 0, 59, "minute"), (":", "05", 0, 59, "second")];

    /// <summary>Reads it.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) => Read(text, isMicro: false, out time) is null;

    /// <summary>Reads it as Go's <c>time.Parse</c> does: MicroTime has six digits after the point, Time any number of them or none.</summary>
    /// <returns>Null, or what is wrong in Go's words.</returns>
    public static string? Read(string text, bool isMicro, out DateTimeOffset time)
    {
        var (rest, numbers) = (text, new List<int>());
        time = default;
        foreach (var (before, layout, least, most, name) in Parts)
        {
            if (!rest.StartsWith(before, StringComparison.Ordinal))
                return CannotParse(before);
            rest = rest[before.Length..];
            var digits = Digits(0, layout.Length);
            // Go takes an hour of one digit.
            if (digits < layout.Length && (digits == 0 || name != "hour"))
                return CannotParse(layout);
            numbers.Add(int.Parse(rest.AsSpan(0, digits), CultureInfo.InvariantCulture));
            if (numbers[^1] < least || numbers[^1] > most)
                return Wrong($": {name} out of range");
            rest = rest[digits..];
        }
        var fraction = rest is ['.' or ',', ..] ? Digits(1, isMicro ? 6 : rest.Length) : 0;
        if (isMicro && fraction < 6)
            return CannotParse(".000000");
        var nanoseconds = fraction == 0 ? 0 : decimal.Parse($"0.{rest.AsSpan(1, Math.Min(fraction, 9))}", CultureInfo.InvariantCulture);
        rest = fraction == 0 ? rest : rest[(fraction + 1)..];
        var isZone = rest is ['+' or '-', _, _, ':', ..] && Digits(1, 2) == 2 && Digits(4, 2) == 2;
        if (!isZone && rest is not ['Z', ..])
            return CannotParse("Z07:00");
        var offset = isZone ? (rest[0] == '-' ? -1 : 1) * ((Two(1) * 60) + Two(4)) : 0;
        if (rest.Length > (isZone ? 6 : 1))
            return Wrong($": extra text: {GoText.Quote(rest[(isZone ? 6 : 1)..])}");
        if (numbers[2] > DateTime.DaysInMonth(numbers[0], numbers[1]))
            return Wrong(": day out of range");
        var ticks = new DateTime(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]).Ticks + (long)(nanoseconds * TimeSpan.TicksPerSecond) - (offset * TimeSpan.TicksPerMinute);
        time = new DateTimeOffset(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
        return null;

        int Digits(int start, int most)
        {
            var count = 0;
            while (count < most && start + count < rest.Length && char.IsAsciiDigit(rest[start + count]))
                count++;
            return count;
        }

        int Two(int start) => int.Parse(rest.AsSpan(start, 2), CultureInfo.InvariantCulture);

        string CannotParse(string layout) =>
            Wrong($" as \"2006-01-02T15:04:05{(isMicro ? ".000000" : "")}Z07:00\": cannot parse {GoText.Quote(rest)} as {GoText.Quote(layout)}");

        string Wrong(string why) => $"parsing time {GoText.Quote(text)}{why}";
    }

    /// <summary>To the second, in UTC.</summary>
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>To the microsecond, in UTC.</summary>
    public static string WriteMicro(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
