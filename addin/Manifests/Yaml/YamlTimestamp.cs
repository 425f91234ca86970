using System.Globalization;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Recognises the dates that go-yaml takes for the tag <c>!!timestamp</c>.</summary>
internal static class YamlTimestamp
{
    private static readonly string[] Formats =
    [
        "yyyy-M-d",
        "yyyy-M-d H:m:s",
        "yyyy-M-d H:m:s.FFFFFFF",
        "yyyy-M-d'T'H:m:sK",
        "yyyy-M-d'T'H:m:s.FFFFFFFK",
        "yyyy-M-d't'H:m:sK",
        "yyyy-M-d't'H:m:s.FFFFFFFK",
    ];

    /// <summary>Whether the text is such a date.</summary>
    internal static bool IsMatch(string text) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
