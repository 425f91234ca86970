namespace Cake.Istio.Sandbox.Controllers.Objects;

/// <summary>A number or a percentage of a total, as <c>maxSurge</c> and <c>minAvailable</c> are.</summary>
internal static class IntOrPercent
{
    /// <summary>The value scaled to a total.</summary>
    /// <param name="value">A number or a text such as <c>25%</c>; null reads as 0.</param>
    /// <param name="total">What 100% is.</param>
    /// <param name="roundUp">Whether a fraction counts as a whole.</param>
    public static long Scale(JsonNode? value, long total, bool roundUp)
    {
        if (value.Number() is { } number)
            return number;
        if (value.Text() is not { } text || !double.TryParse(text.TrimEnd('%'), CultureInfo.InvariantCulture, out var percent))
            return 0;
        var scaled = percent * total / 100;
        return (long)(roundUp ? Math.Ceiling(scaled) : Math.Floor(scaled));
    }
}
