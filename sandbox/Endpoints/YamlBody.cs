using System.Text.RegularExpressions;
using Cake.Istio.Sandbox.Json;
using YamlDotNet.Core;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>
/// Reads a body that is YAML by its Content-Type. Most clients send JSON there, which YAML contains but for two traps that a real server has too:
/// an escaped surrogate pair is no YAML, and a raw line separator folds the blanks around it.
/// </summary>
internal static partial class YamlBody
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>The object in the body.</summary>
    /// <exception cref="StatusException">400 when it cannot be read.</exception>
    public static JsonObject Read(byte[] body, ICollection<string> duplicates)
    {
        try
        {
            var node = LooksLikeJson(body)
                ? Json(body, duplicates)
                : YamlTree.Read(Strict.GetString(body), duplicates);
            return node as JsonObject ?? throw Error("json: cannot unmarshal into Go value of type map[string]interface {}");
        }
        catch (Exception exception) when (exception is YamlException or JsonException or DecoderFallbackException)
        {
            throw Error(exception.Message);
        }
    }

    private static JsonNode? Json(byte[] body, ICollection<string> duplicates)
    {
        if (body.AsSpan().IndexOf("\\ud"u8) >= 0 || body.AsSpan().IndexOf("\\uD"u8) >= 0)
        {
            var text = Strict.GetString(body);
            if (SurrogateEscape().Match(text) is { Success: true })
                throw new JsonException("yaml: found invalid Unicode character escape code");
        }
        if (body.AsSpan().IndexOf("\u2028"u8) < 0 && body.AsSpan().IndexOf("\u2029"u8) < 0 && body.AsSpan().IndexOf("\u0085"u8) < 0)
            return JsonTree.Read(body, duplicates);
        return JsonTree.Read(Encoding.UTF8.GetBytes(LineBreaks().Replace(Strict.GetString(body), Fold)), duplicates);
    }

    // YAML 1.1, 8.2.1: NEL folds to a blank, the separators stay; blanks around any of them go.
    private static string Fold(Match match)
    {
        var breaks = match.Value.Where(letter => letter is '\u2028' or '\u2029' or '\u0085').Select(letter => letter == '\u0085' ? '\n' : letter).ToArray();
        var kept = string.Concat(breaks.Skip(1)).Replace("\n", "\\n", StringComparison.Ordinal);
        return breaks[0] == '\n' ? kept.Length == 0 ? " " : kept : breaks[0] + kept;
    }

    private static bool LooksLikeJson(byte[] body) => body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    private static StatusException Error(string message) => StatusException.BadRequest($"error decoding YAML: {message}");

    [GeneratedRegex(@"(?<!\\)(\\\\)*\\u[dD][89a-fA-F][0-9a-fA-F]{2}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SurrogateEscape();

    [GeneratedRegex("[ \\t]*[\u2028\u2029\u0085][ \\t\u2028\u2029\u0085]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LineBreaks();
}
