using Cake.Istio.Errors;

namespace Cake.Istio.Manifests;

/// <summary>How deep a manifest may nest.</summary>
internal static class ManifestLimit
{
    /// <summary>Levels of mappings and lists. Real manifests stay below 70; Go's own limit of 10,000 would exhaust a thread's stack here.</summary>
    internal const int Depth = 500;

    /// <summary>The error for a document that nests deeper.</summary>
    internal static MeshException TooDeep(string file, int line, int column) => new(
        ErrorCode.ManifestTooComplex,
        $"the document nests deeper than {Depth} levels.",
        "No Kubernetes object needs that; check how the file was generated.",
        source: new(file, line, column));
}
