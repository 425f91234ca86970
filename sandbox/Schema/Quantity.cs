using System.Buffers;
using System.Numerics;

namespace Cake.Istio.Sandbox.Schema;

/// <summary>A resource.Quantity: a decimal number with nano precision and the family of suffixes it was written with.</summary>
internal readonly record struct Quantity
{
    private const string WrongFormat = @"quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private const string WrongSuffix = "unable to parse quantity's suffix";
    private const string WrongNumber = "unable to parse numeric part of quantity";

    private static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] DecimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> SuffixCharacters = SearchValues.Create("eEinumkKMGTP+-0123456789");
    private static readonly BigInteger Giga = BigInteger.Pow(10, 9);

    private enum Notation
    {
        Decimal,
        Binary,
        Exponent,
    }

    private readonly Notation _notation;

    private Quantity(BigInteger nanos, Notation notation) => (Nanos, _notation) = (nanos, notation);

    /// <summary>The value in billionths.</summary>
    public BigInteger Nanos { get; }

    /// <summary>Is it a whole number?</summary>
    public bool IsWhole => Nanos % Giga == 0;

    /// <summary>Reads it; what is finer than nano is rounded away from zero.</summary>
    /// <returns>The error of a server, or null.</returns>
    public static string? TryParse(string text, out Quantity quantity)
    {
        quantity = default;
        var end = text.AsSpan(text is ['+' or '-', ..] ? 1 : 0).IndexOfAnyExcept(NumberCharacters);
        var split = end < 0 ? text.Length : end + (text is ['+' or '-', ..] ? 1 : 0);
        var (number, suffix) = (text[..split], text[split..]);
        if (!number.AsSpan().ContainsAnyInRange('0', '9') || suffix.AsSpan().ContainsAnyExcept(SuffixCharacters))
            return WrongFormat;
        if (number.AsSpan().Count('.') > 1)
            return WrongNumber;
        if (ParseSuffix(suffix) is not var (notation, ten, two))
            return WrongSuffix;
        quantity = new Quantity(ToNanos(number, ten, two), notation);
        return null;
    }

    /// <summary>The canonical form: the largest suffix that leaves no fraction.</summary>
    public override string ToString()
    {
        if (Nanos.IsZero)
            return "0";
        if (_notation == Notation.Binary && IsWhole && BigInteger.Abs(Nanos) >= 1024 * Giga)
            return Write(Nanos / Giga, 1024, BinarySuffixes, 0);
        if (_notation != Notation.Exponent)
            return Write(Nanos, 1000, DecimalSuffixes, 0);
        var (mantissa, power) = Divide(Nanos, 1000, int.MaxValue);
        var exponent = (power * 3) - 9;
        return exponent == 0 ? mantissa.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{exponent}");
    }

    private static string Write(BigInteger value, int radix, string[] suffixes, int first)
    {
        var (mantissa, power) = Divide(value, radix, suffixes.Length - 1 - first);
        return mantissa.ToString(CultureInfo.InvariantCulture) + suffixes[first + power];
    }

    private static (BigInteger Mantissa, int Power) Divide(BigInteger value, int radix, int most)
    {
        var power = 0;
        for (; power < most && value % radix == 0; power++)
            value /= radix;
        return (value, power);
    }

    private static BigInteger ToNanos(string number, int ten, int two)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? number : number.Remove(point, 1);
        var mantissa = BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) * BigInteger.Pow(2, two);
        var exponent = ten + 9 - (point < 0 ? 0 : number.Length - point - 1);
        if (exponent >= 0)
            return mantissa * BigInteger.Pow(10, exponent);
        var divisor = BigInteger.Pow(10, -exponent);
        var quotient = BigInteger.DivRem(mantissa, divisor, out var rest);
        return rest.IsZero ? quotient : quotient + mantissa.Sign;
    }

    private static (Notation, int Ten, int Two)? ParseSuffix(string suffix)
    {
        if (suffix.Length > 1 && Array.IndexOf(BinarySuffixes, suffix) is > 0 and var binary)
            return (Notation.Binary, 0, binary * 10);
        if (Array.IndexOf(DecimalSuffixes, suffix) is >= 0 and var si)
            return (Notation.Decimal, (si * 3) - 9, 0);
        if (suffix is ['e' or 'E', ..] && int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            && exponent is >= -100 and <= 100)
            return (Notation.Exponent, exponent, 0);
        return null;
    }
}
