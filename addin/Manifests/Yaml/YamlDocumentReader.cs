using System.Text.Json.Nodes;
using Cake.Istio.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

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
        var source = new YamlSource(sink.File, chunk.FirstLine);
        var parser = new Parser(new Scanner(new StringReader(chunk.Text), skipComments: true));
        JsonNode? root;
        NodePositions positions;
        try
        {
            parser.MoveNext();
            parser.MoveNext();
            if (parser.Current is StreamEnd)
                return;
            parser.MoveNext();
            positions = new(sink.File, source.Line(parser.Current!.Start), YamlSource.Column(parser.Current.Start));
            root = new YamlNodeReader(parser, source, positions, sink).ReadRoot();
            parser.MoveNext();
        }
        catch (YamlException e)
        {
            throw source.Syntax(e.Start, YamlProblem.Text(e), e);
        }

        sink.Add(root, positions);
        WarnOfMore(parser, source, sink);
    }

    private static void WarnOfMore(Parser parser, YamlSource source, ManifestSink sink)
    {
        var mark = parser.Current!.End;
        try
        {
            if (!parser.MoveNext() || parser.Current is StreamEnd)
                return;
            mark = parser.Current.Start;
        }
        catch (YamlException e)
        {
            mark = e.Start;
        }

        sink.Warn(
            source.Line(mark), YamlSource.Column(mark), "the document ended before this line; what follows up to the next '---' is ignored, as with kubectl.");
    }
}
