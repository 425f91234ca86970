using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cake.Istio.Sandbox.Tests;

/// <summary>Objects for tests, written short: keys need no quotes where they are plain words, and single quotes will do.</summary>
internal static partial class Json
{
    public static JsonObject Object(string text) => JsonNode.Parse(PlainKey().Replace(text.Replace('\'', '"'), "\"${key}\""))!.AsObject();

    [GeneratedRegex(@"(?<=[{,]\s*)(?<key>[A-Za-z]\w*)(?=\s*:)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainKey();
}
