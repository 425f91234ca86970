using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests;

/// <summary>Collects what a manifest's documents yield.</summary>
internal sealed class ManifestSink(string file)
{
    // Nobody reads more, and a hostile manifest could have millions.
    private const int MaximumWarnings = 100;

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

    /// <summary>Takes a warning; of very many only the first.</summary>
    internal void Warn(int line, int column, string text)
    {
        if (_warnings.Count < MaximumWarnings)
            _warnings.Add(new(new(File, line, column), text));
        else if (_warnings.Count == MaximumWarnings)
            _warnings.Add(new(new(File, line, column), "there are more warnings from here on, which are left out."));
    }
}
