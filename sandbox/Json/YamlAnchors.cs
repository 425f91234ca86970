using YamlDotNet.Core;

namespace Cake.Istio.Sandbox.Json;

/// <summary>The anchors of one YAML document, which its aliases copy: only as much as go-yaml lets them.</summary>
internal sealed class YamlAnchors
{
    private readonly Dictionary<AnchorName, JsonNode?> _nodes = [];
    private long _all;
    private long _copied;

    /// <summary>Counts a node that is written out.</summary>
    public void Count() => _all++;

    /// <summary>Keeps a node under its anchor.</summary>
    public void Keep(AnchorName anchor, JsonNode? node) => _nodes[anchor] = node;

    /// <summary>A copy of the node that an alias means.</summary>
    /// <param name="alias">The alias.</param>
    /// <param name="depth">How deep it stands.</param>
    /// <exception cref="JsonException">There is no such anchor, or the document grows or nests beyond measure.</exception>
    public JsonNode? Copy(AnchorName alias, int depth)
    {
        if (!_nodes.TryGetValue(alias, out var node))
            throw new JsonException($"unknown anchor '{alias}' referenced");
        var (size, height) = Measure(node);
        if (depth + height > JsonTree.MaxDepth)
            throw new JsonException(YamlTree.TooDeep);
        (_all, _copied) = (_all + size, _copied + size);
        return _copied > 100 && _all > 1000 && _copied > _all * AllowedRatio(_all) ? throw new JsonException("document contains excessive aliasing") : node?.DeepClone();
    }

    // go-yaml's: nearly everything of a small document may be copied, a tenth of a large one.
    private static double AllowedRatio(long all) => 0.99 - (0.89 * Math.Clamp((all - 400_000) / 3_600_000.0, 0, 1));

    private static (long Size, int Height) Measure(JsonNode? node)
    {
        var (size, height) = (1L, 0);
        foreach (var child in node switch { JsonObject map => map.Select(field => field.Value), JsonArray list => list, _ => [] })
        {
            var (below, under) = Measure(child);
            // A key is a node too.
            size += below + (node is JsonObject ? 1 : 0);
            height = Math.Max(height, under + 1);
        }
        return (size, height);
    }
}
