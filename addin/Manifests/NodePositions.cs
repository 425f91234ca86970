using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests;

/// <summary>Where the mappings of one document begin that may be Kubernetes objects.</summary>
internal sealed class NodePositions(string file, int line, int column)
{
    private readonly Dictionary<JsonObject, SourceLocation> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where the document begins.</summary>
    internal SourceLocation Start { get; set; } = new(file, line, column);

    /// <summary>Notes a mapping.</summary>
    internal void Note(JsonObject node, int line, int column) => _known[node] = Start with { Line = line, Column = column };

    /// <summary>Where a node begins, or what is known best.</summary>
    internal SourceLocation Of(JsonNode? node, SourceLocation otherwise) =>
        node is JsonObject o && _known.TryGetValue(o, out var found) ? found : otherwise;
}
