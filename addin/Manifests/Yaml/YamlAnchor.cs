using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>What an anchor stands for.</summary>
internal sealed class YamlAnchor
{
    /// <summary>Whether the anchored node has been read to its end; an alias inside it would never end.</summary>
    internal bool Complete { get; private set; }

    /// <summary>The node.</summary>
    internal JsonNode? Node { get; private set; }

    /// <summary>The scalar's meaning, if it is one.</summary>
    internal YamlValue? Scalar { get; private set; }

    /// <summary>How many nodes it makes, aliases inside it resolved.</summary>
    internal int Weight { get; private set; }

    /// <summary>How many levels lie under it.</summary>
    internal int Height { get; private set; }

    /// <summary>Completes the anchor.</summary>
    internal void Set(JsonNode? node, YamlValue? scalar, int weight, int height)
    {
        (Node, Scalar, Weight, Height) = (node, scalar, weight, height);
        Complete = true;
    }
}
