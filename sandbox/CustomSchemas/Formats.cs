using System.Net.Sockets;
using System.Text.RegularExpressions;
using Cake.Istio.Sandbox.Decoding;

namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>The formats of text that a server checks; any other means nothing to it.</summary>
internal static partial class Formats
{
    /// <summary>Is the text of that format?</summary>
    public static bool Fits(string format, string text) => format switch
    {
        "date-time" => Rfc3339.TryParse(text, out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "ipv4" => IPAddress.TryParse(text, out var ip) && ip.AddressFamily == AddressFamily.InterNetwork && text.Split('.').Length == 4,
        "ipv6" => IPAddress.TryParse(text, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6,
        "cidr" => IPNetwork.TryParse(text, out _),
        "uuid" or "uuid3" or "uuid4" or "uuid5" => Guid.TryParse(text, out _),
        "byte" => Convert.TryFromBase64String(text, new byte[text.Length], out _),
        "uri" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        "email" => EmailPattern().IsMatch(text),
        "hostname" => text.Length is > 0 and <= 255 && HostPattern().IsMatch(text),
        "mac" => MacPattern().IsMatch(text),
        "duration" => GoDurationPattern().IsMatch(text),
        _ => true,
    };

    [GeneratedRegex(@"\A[^@\s]+@[^@\s]+\z", RegexOptions.None, 1000)]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*\.?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"\A[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MacPattern();

    [GeneratedRegex(@"\A[-+]?(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*(ns|us|µs|ms|s|m|h|d|w))+)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GoDurationPattern();
}
