using YamlDotNet.Core;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Words a parser's exception as a clause.</summary>
internal static class YamlProblem
{
    /// <summary>The exception's message without a position, a final point and a capital at its start.</summary>
    internal static string Text(YamlException e)
    {
        var text = e.Message.Trim().TrimEnd('.');
        return text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }
}
