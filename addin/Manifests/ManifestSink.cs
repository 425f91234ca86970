using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests;

/// <summary>Collects what a manifest's documents yield.</summary>
internal sealed class ManifestSink(string file)
{
    private readonly List<KubeObject> _objects = [];
    private readonly List<ManifestWarning> _warnings = [];

    /// <summary>The manifest's name, for messages.</summary>
    internal string File { get; } = file;

    /// <summary>The objects so far.</summary>
    internal IReadOnlyList<KubeObject> Objects => _objects;

    /// <summary>The warnings so far.</summary>
    internal IReadOnlyList<ManifestWarning> Warnings => _warnings;

    /// <summary>Takes a document's root. An empty document is skipped, a list unwrapped.</summary>
    /// <param name="root">The root; null for an empty document.</param>
    /// <param name="positions">Where the objects inside begin.</param>
    internal void Add(JsonNode? root, NodePositions positions)
    {
        if (root is not null)
            _objects.AddRange(ObjectList.Unwrap(root, positions));
    }

    /// <summary>Takes a warning.</summary>
    internal void Warn(int line, int column, string text) => _warnings.Add(new(new(File, line, column), text));
}
