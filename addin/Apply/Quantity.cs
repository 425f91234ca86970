using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cake.Istio.Apply;

/// <summary>Amounts as Kubernetes writes them: <c>1024Mi</c> and <c>1Gi</c> are one amount (k8s.io/apimachinery resource.Quantity).</summary>
internal static partial class Quantity
{
    private static readonly string[] Holders = ["limits", "requests", "hard", "default", "defaultRequest", "max", "min", "maxLimitRequestRatio"];

    private static readonly string[] Fields = ["sizeLimit", "averageValue", "divisor", "storage"];

    private const decimal Nano = 1_000_000_000;

    // 16 exbi, more than the API allows, in billionths.
    private static readonly BigInteger Largest = BigInteger.Pow(2, 64) * 1_000_000_000;

    /// <summary>Whether the API reads the field at a path as a quantity.</summary>
    public static bool IsAt(FieldPath path)
    {
        var fields = path.Elements;
        return fields.Length >= 2 && fields[^1].Field is { } last
            && (Fields.Contains(last, StringComparer.Ordinal) || Holders.Contains(fields[^2].Field, StringComparer.Ordinal));
    }

    /// <summary>Whether two values are the same amount; false where one of them is no quantity.</summary>
    public static bool AreEqual(JsonNode left, JsonNode right) =>
        Read(left) is { } first && Read(right) is { } second && first == second;

    /// <summary>An amount as a number of its unit, such as cores or bytes; zero where it is no quantity.</summary>
    public static decimal ToNumber(JsonNode? node) =>
        node is not null && Read(node) is { } nanos && BigInteger.Abs(nanos) < Largest ? (decimal)nanos / Nano : 0;

    // Exact, as a fraction over 10^9, which is as fine as a quantity can be; smaller digits are rounded up by the server.
    private static BigInteger? Read(JsonNode node)
    {
        var match = Pattern().Match(node.ToString());
        if (!match.Success)
            return null;
        var digits = match.Groups["whole"].Value + match.Groups["part"].Value;
        var number = BigInteger.Parse(digits.Length == 0 ? "0" : digits, CultureInfo.InvariantCulture);
        var (factor, exponent) = Unit(match.Groups["unit"].Value);
        var scale = 9 + exponent - match.Groups["part"].Length;
        number *= factor;
        number = scale >= 0 ? number * BigInteger.Pow(10, scale) : RoundedUp(number, BigInteger.Pow(10, -scale));
        return match.Groups["sign"].Value == "-" ? -number : number;
    }

    private static BigInteger RoundedUp(BigInteger number, BigInteger divisor) =>
        BigInteger.DivRem(number, divisor, out var rest) + (rest.IsZero ? 0 : 1);

    private static (BigInteger Factor, int Exponent) Unit(string unit) => unit switch
    {
        "" => (1, 0),
        "n" => (1, -9),
        "u" => (1, -6),
        "m" => (1, -3),
        "k" => (1, 3),
        "M" => (1, 6),
        "G" => (1, 9),
        "T" => (1, 12),
        "P" => (1, 15),
        "E" => (1, 18),
        [var prefix, 'i'] => (BigInteger.Pow(1024, "KMGTPE".IndexOf(prefix, StringComparison.Ordinal) + 1), 0),
        _ => (1, int.Parse(unit[1..], CultureInfo.InvariantCulture)),
    };

    [GeneratedRegex(@"^(?<sign>[+-]?)(?<whole>\d*)(?:\.(?<part>\d*))?(?<unit>|n|u|m|k|M|G|T|P|E|[KMGTPE]i|[eE][+-]?\d{1,3})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
