using System.Text.RegularExpressions;
using System.Text.Unicode;
using Cake.Istio.Sandbox.Json;
using YamlDotNet.Core;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>
/// Reads a body that is YAML by its Content-Type. Most clients send JSON there, which YAML contains but for two traps that a real server has too:
/// an escaped surrogate pair is no YAML, and a raw line separator folds the blanks around it.
/// </summary>
internal static partial class YamlBody
{
    /// <summary>What is in the body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="duplicates">Collects duplicate keys, in go-yaml's words.</param>
    /// <exception cref="FormatException">It cannot be read, in go-yaml's words where they are known.</exception>
    public static JsonNode? Read(byte[] body, ICollection<string> duplicates)
    {
        if (!Utf8.IsValid(body))
            throw new FormatException("yaml: invalid leading UTF-8 octet");
        try
        {
            return LooksLikeJson(body) && TryReadJson(body, out var node) ? node : YamlTree.Read(Encoding.UTF8.GetString(body), duplicates);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"yaml: {exception.Message}", exception);
        }
        catch (YamlException exception)
        {
            throw new FormatException($"yaml: {Describe(exception)}", exception);
        }
    }

    // A parser's error tells the line before the one that it stopped at, and no error the first line; libyaml counts from 0.
    private static string Describe(YamlException exception)
    {
        var problem = exception.Message[(exception.Message.IndexOf(", ", StringComparison.Ordinal) is > 0 and var comma ? comma + 2 : 0)..].TrimEnd('.');
        var line = exception is not SemanticErrorException ? exception.End.Line : problem == "found invalid mapping" ? exception.Start.Line : exception.Start.Line - 1;
        problem = problem == "found invalid mapping" ? "mapping values are not allowed in this context" : problem;
        return string.Create(CultureInfo.InvariantCulture, $"{(exception.Start.Line > 1 ? $"line {line}: " : "")}{char.ToLowerInvariant(problem[0])}{problem[1..]}");
    }

    // What is no JSON may be YAML still, and go-yaml tells the lines of duplicates.
    private static bool TryReadJson(byte[] body, out JsonNode? node)
    {
        if ((body.AsSpan().IndexOf("\\ud"u8) >= 0 || body.AsSpan().IndexOf("\\uD"u8) >= 0) && SurrogateEscape().IsMatch(Encoding.UTF8.GetString(body)))
            throw new JsonException("found invalid Unicode character escape code");
        var json = body.AsSpan().IndexOf("\u2028"u8) < 0 && body.AsSpan().IndexOf("\u2029"u8) < 0 && body.AsSpan().IndexOf("\u0085"u8) < 0
            ? body
            : Encoding.UTF8.GetBytes(LineBreaks().Replace(Encoding.UTF8.GetString(body), Fold));
        var duplicates = new List<string>();
        try
        {
            node = JsonTree.Read(json, duplicates);
            return duplicates.Count == 0;
        }
        catch (JsonException)
        {
            node = null;
            return false;
        }
    }

    // YAML 1.1, 8.2.1: NEL folds to a blank, the separators stay; blanks around any of them go.
    private static string Fold(Match match)
    {
        var breaks = match.Value.Where(letter => letter is '\u2028' or '\u2029' or '\u0085').Select(letter => letter == '\u0085' ? '\n' : letter).ToArray();
        var kept = string.Concat(breaks.Skip(1)).Replace("\n", "\\n", StringComparison.Ordinal);
        return breaks[0] == '\n' ? kept.Length == 0 ? " " : kept : breaks[0] + kept;
    }

    private static bool LooksLikeJson(byte[] body) => body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    [GeneratedRegex(@"(?<!\\)(\\\\)*\\u[dD][89a-fA-F][0-9a-fA-F]{2}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SurrogateEscape();

    [GeneratedRegex("[ \\t]*[\u2028\u2029\u0085][ \\t\u2028\u2029\u0085]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LineBreaks();
}
