using Cake.Istio.Errors;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>One document's text, cut out of a manifest as kubectl cuts it.</summary>
/// <remarks>
/// k8s.io/apimachinery's YAMLReader: a line that starts with <c>---</c> divides, whatever the lines around it mean in YAML;
/// white space and a comment may follow it, anything else is an error. The last line gets the line break that it may lack.
/// </remarks>
/// <param name="Text">The document without its separator.</param>
/// <param name="FirstLine">The line of the manifest that the text begins with, from 1.</param>
internal sealed record YamlChunk(string Text, int FirstLine)
{
    private const string Separator = "---";

    /// <summary>Cuts a manifest, beginning at <paramref name="start"/>.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ManifestSyntax"/> if something follows a separator.</exception>
    internal static IEnumerable<YamlChunk> Split(string text, int start, ManifestSink sink)
    {
        var line = TextPosition.Of(text.AsSpan(0, start)).Line;
        var (chunkStart, chunkLine) = (start, line);
        for (var at = start; at < text.Length; line++)
        {
            var end = text.IndexOf('\n', at) is var found and >= 0 ? found + 1 : text.Length;
            if (IsSeparator(text.AsSpan(at, end - at), sink.File, line))
            {
                yield return new(text[chunkStart..at], chunkLine);
                (chunkStart, chunkLine) = (end, line + 1);
            }

            at = end;
        }

        yield return new(text.EndsWith('\n') ? text[chunkStart..] : text[chunkStart..] + '\n', chunkLine);
    }

    private static bool IsSeparator(ReadOnlySpan<char> line, string file, int number)
    {
        if (!line.StartsWith(Separator, StringComparison.Ordinal))
            return false;
        var rest = line[Separator.Length..].Trim();
        if (rest.IsEmpty || rest[0] == '#')
            return true;
        throw new MeshException(
            ErrorCode.ManifestSyntax,
            $"'{rest}' follows a document separator on the same line.",
            "Put it on a line of its own; kubectl divides documents at every line that starts with '---'.",
            source: new(file, number, Separator.Length + 1));
    }
}
