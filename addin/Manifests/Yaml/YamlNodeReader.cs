using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Builds JSON nodes from a parser's events, in the order and with the results of go-yaml v2's decoder.</summary>
internal sealed partial class YamlNodeReader(Parser parser, YamlSource source, NodePositions positions, ManifestSink sink)
{
    private readonly Dictionary<string, YamlAnchor> _anchors = new(StringComparer.Ordinal);
    private readonly AliasBudget _budget = new();
    private int _deepest;

    /// <summary>Reads the node that the parser stands on, and leaves the parser on its last event.</summary>
    internal JsonNode? ReadRoot()
    {
        _budget.Count();
        return Node(depth: 1);
    }

    private JsonNode? Node(int depth)
    {
        var start = parser.Current!;
        if (depth > ManifestLimit.Depth)
            throw source.TooDeep(start.Start);
        _deepest = Math.Max(_deepest, depth);
        return start switch
        {
            AnchorAlias alias => Alias(alias, depth).Node?.DeepClone(),
            NodeEvent { Anchor.IsEmpty: false } anchored => Anchored(anchored, depth),
            _ => Plain(start, depth, out _),
        };
    }

    private JsonNode? Plain(ParsingEvent start, int depth, out YamlValue? scalar)
    {
        _budget.Count();
        scalar = start is Scalar s ? Resolve(s) : null;
        return start switch
        {
            Scalar => Value(scalar!.Value, start.Start),
            SequenceStart => Sequence(depth),
            MappingStart => Mapping(start, depth),
            _ => throw source.Syntax(start.Start, "a value is missing"),
        };
    }

    private JsonNode? Anchored(NodeEvent start, int depth)
    {
        var anchor = _anchors[start.Anchor.Value] = new YamlAnchor();
        var (nodesBefore, deepestBefore) = (_budget.Nodes, _deepest);
        _deepest = depth;
        var node = Plain(start, depth, out var scalar);
        anchor.Set(node, scalar, _budget.Nodes - nodesBefore, _deepest - depth);
        _deepest = Math.Max(_deepest, deepestBefore);
        return node;
    }

    private YamlAnchor Alias(AnchorAlias alias, int depth)
    {
        _budget.Count();
        if (!_anchors.TryGetValue(alias.Value.Value, out var anchor))
            throw source.Syntax(alias.Start, $"the anchor '{alias.Value}' is not defined");
        if (!anchor.Complete)
            throw source.Syntax(alias.Start, $"the anchor '{alias.Value}' contains itself");
        if (!_budget.TryExpand(anchor.Weight))
            throw source.TooManyAliases(alias.Start);
        if (depth + anchor.Height > ManifestLimit.Depth)
            throw source.TooDeep(alias.Start);
        _deepest = Math.Max(_deepest, depth + anchor.Height);
        return anchor;
    }

    private JsonArray Sequence(int depth)
    {
        var array = new JsonArray();
        while (parser.MoveNext() && parser.Current is not SequenceEnd)
            array.Add(Node(depth + 1));
        return array;
    }

    private YamlValue Resolve(Scalar scalar)
    {
        var value = YamlTag.Resolve(scalar, out var problem);
        return problem is null ? value : throw source.Syntax(scalar.Start, problem);
    }

    private JsonValue? Value(YamlValue value, Mark mark) => value.Kind switch
    {
        YamlKind.Text => JsonValue.Create(value.Text),
        YamlKind.Null => null,
        YamlKind.Boolean => JsonValue.Create(value.Boolean),
        YamlKind.Integer when value.Negative => KubeNumber.Node(unchecked(-(long)value.Magnitude)),
        YamlKind.Integer when value.Magnitude <= long.MaxValue => KubeNumber.Node((long)value.Magnitude),
        YamlKind.Integer => KubeNumber.Node((double)value.Magnitude),
        _ when double.IsFinite(value.Float) => KubeNumber.Node(value.Float),
        _ => throw source.Syntax(mark, $"'{value.Text}' cannot be written as JSON"),
    };
}
