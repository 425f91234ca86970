namespace Cake.Istio.Sandbox.Validation;

/// <summary>Values such as <c>1</c> or <c>25%</c>.</summary>
internal static class IntOrPercentRules
{
    private const string NotAPercent =
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

    /// <summary>It is a number from zero on, or a percentage.</summary>
    public static void Check(FieldCursor value)
    {
        if (value.Number is not null)
            value.RequireNonNegative();
        else if (value.IsSet && Percent(value) is null)
            value.Invalid(NotAPercent);
    }

    /// <summary>A percentage is no more than 100.</summary>
    public static void CheckNotMoreThanAll(FieldCursor value)
    {
        if (Percent(value) > 100)
            value.Invalid("must not be greater than 100%");
    }

    /// <summary>Is it nothing at all? What cannot be read is, too (IntOrString.IntValue).</summary>
    public static bool IsZero(FieldCursor value) =>
        (value.Number ?? Percent(value) ?? (long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0)) == 0;

    private static long? Percent(FieldCursor value) =>
        value.Text is [.. var digits, '%'] && digits.Length > 0 && digits.All(char.IsAsciiDigit)
            ? long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent : long.MaxValue
            : null;
}
