namespace Cake.Istio.Manifests;

/// <summary>A position in a manifest, for messages.</summary>
/// <param name="File">The file's path as it was given.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column, counted from 1.</param>
public sealed record SourceLocation(string File, int Line, int Column)
{
    /// <summary>Gives <c>file:line:column</c>, the form that editors and CI systems link.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
