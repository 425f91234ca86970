namespace Cake.Istio.Manifests;

/// <summary>Something in a manifest that kubectl accepts silently and that its author hardly meant.</summary>
/// <param name="Location">Where it is written.</param>
/// <param name="Text">What it is and what becomes of it, as one sentence.</param>
public sealed record ManifestWarning(SourceLocation Location, string Text)
{
    /// <summary>Gives <c>file:line:column: text</c>.</summary>
    public override string ToString() => $"{Location}: {Text}";
}
