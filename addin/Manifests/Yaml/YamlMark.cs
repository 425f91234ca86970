using System.Runtime.InteropServices;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>A position in a document's text.</summary>
/// <param name="Offset">Characters before it.</param>
/// <param name="Line">The line of the manifest, from 1.</param>
/// <param name="Indent">Characters before it on its line.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct YamlMark(int Offset, int Line, int Indent)
{
    /// <summary>The column, from 1.</summary>
    internal int Column => Indent + 1;
}
