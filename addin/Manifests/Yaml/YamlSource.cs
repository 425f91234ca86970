using Cake.Istio.Errors;
using YamlDotNet.Core;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Turns positions in a chunk into positions in its manifest.</summary>
/// <param name="file">The manifest's name.</param>
/// <param name="firstLine">The line that the chunk begins with.</param>
internal sealed class YamlSource(string file, int firstLine)
{
    /// <summary>The manifest's line, from 1.</summary>
    internal int Line(Mark mark) => (int)Math.Max(1, mark.Line) + firstLine - 1;

    /// <summary>The column, from 1.</summary>
    internal static int Column(Mark mark) => (int)Math.Max(1, mark.Column);

    /// <summary>A syntax error.</summary>
    internal MeshException Syntax(Mark mark, string problem, Exception? cause = null) => new(
        ErrorCode.ManifestSyntax,
        $"this is not valid YAML: {problem}.",
        "Correct the file.",
        source: new(file, Line(mark), Column(mark)),
        innerException: cause);

    /// <summary>The error for a document that repeats itself too often.</summary>
    internal MeshException TooManyAliases(Mark mark) => new(
        ErrorCode.ManifestTooComplex,
        "the document repeats itself through aliases too often.",
        "Write the values out, or use fewer aliases; kubectl refuses it too.",
        source: new(file, Line(mark), Column(mark)));

    /// <summary>The error for a document that nests too deep.</summary>
    internal MeshException TooDeep(Mark mark) => ManifestLimit.TooDeep(file, Line(mark), Column(mark));
}
