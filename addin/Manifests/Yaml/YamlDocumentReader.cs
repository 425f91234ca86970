using System.Text.Json.Nodes;
using Cake.Istio.Errors;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Reads one document and hands its root on.</summary>
internal static class YamlDocumentReader
{
    /// <summary>Reads the first document of a chunk; go-yaml's Unmarshal reads no further either.</summary>
    /// <exception cref="MeshException">
    /// <see cref="ErrorCode.ManifestSyntax"/>, <see cref="ErrorCode.ManifestTooComplex"/> or <see cref="ErrorCode.ManifestNotAnObject"/>.
    /// </exception>
    internal static void Read(YamlChunk chunk, ManifestSink sink)
    {
        var scanner = new YamlScanner(new YamlCursor(chunk.Text, chunk.FirstLine));
        var positions = new NodePositions(sink.File, chunk.FirstLine, 1);
        JsonNode? root;
        try
        {
            root = Root(scanner, positions, sink);
        }
        catch (YamlException e)
        {
            throw new MeshException(
                ErrorCode.ManifestSyntax, $"this is not valid YAML: {e.Message}.", "Correct the file.", source: new(sink.File, e.Mark.Line, e.Mark.Column), innerException: e);
        }

        sink.Add(root, positions);
    }

    private static JsonNode? Root(YamlScanner scanner, NodePositions positions, ManifestSink sink)
    {
        var first = scanner.Peek();
        if (first.Kind == YamlTokenKind.End)
            return null;
        if (first.Kind == YamlTokenKind.Directive)
            throw new YamlException(first.Start, "a directive needs '---' on a later line of the same document, where kubectl begins another one");
        if (first.Kind == YamlTokenKind.DocumentStart)
            scanner.Take();
        positions.Start = positions.Start with { Line = scanner.Peek().Start.Line, Column = scanner.Peek().Start.Column };
        var root = IsOver(scanner.Peek().Kind) ? null : new YamlNodeReader(scanner, positions, sink).ReadRoot();
        WarnOfMore(scanner, scanner.Peek(), sink);
        return root;
    }

    private static void WarnOfMore(YamlScanner scanner, YamlToken next, ManifestSink sink)
    {
        if (next.Kind == YamlTokenKind.End)
            return;
        var mark = next.Start;
        if (next.Kind == YamlTokenKind.DocumentEnd)
        {
            scanner.Take();
            if (EndsHere(scanner))
                return;
        }

        sink.Warn(mark.Line, mark.Column, "the document ends here; what follows up to the next '---' is ignored, as with kubectl.");
    }

    // What follows is never read, so what is wrong with it does not count.
    private static bool EndsHere(YamlScanner scanner)
    {
        try
        {
            return scanner.Peek().Kind == YamlTokenKind.End;
        }
        catch (YamlException)
        {
            return false;
        }
    }

    private static bool IsOver(YamlTokenKind kind) =>
        kind is YamlTokenKind.End or YamlTokenKind.Directive or YamlTokenKind.DocumentStart or YamlTokenKind.DocumentEnd;
}
