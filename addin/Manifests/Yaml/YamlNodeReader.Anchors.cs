using Cake.Istio.Errors;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Anchors and aliases, within measure.</summary>
internal sealed partial class YamlNodeReader
{
    // Null while the anchored node is being read; an alias inside it would never end.
    private readonly Dictionary<string, YamlAnchor?> _anchors = new(StringComparer.Ordinal);
    private readonly AliasBudget _budget = new();

    private YamlNode Anchored(YamlMark start, string name, string? tag, Place place, int depth)
    {
        _anchors[name] = null;
        var (nodesBefore, deepestBefore) = (_budget.Nodes, _deepest);
        _deepest = depth;
        var node = Content(start, tag, mayBeEmpty: true, place, depth);
        _anchors[name] = new(node, _budget.Nodes - nodesBefore + 1, _deepest - depth);
        _deepest = Math.Max(_deepest, deepestBefore);
        return node;
    }

    private YamlNode Alias(YamlToken alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Text, out var anchor))
            throw new YamlException(alias.Start, $"the anchor '{alias.Text}' is not defined");
        if (anchor is null)
            throw new YamlException(alias.Start, $"the anchor '{alias.Text}' contains itself");
        if (!_budget.TryExpand(anchor.Weight))
            throw TooManyAliases(alias.Start);
        if (depth + anchor.Height > ManifestLimit.Depth)
            throw ManifestLimit.TooDeep(sink.File, alias.Start.Line, alias.Start.Column);
        _deepest = Math.Max(_deepest, depth + anchor.Height);
        return anchor.Node with { Start = alias.Start, Collection = anchor.Node.Collection?.DeepClone(), IsAlias = true, IsMerge = false };
    }

    private MeshException TooManyAliases(YamlMark mark) => new(
        ErrorCode.ManifestTooComplex,
        "the document repeats itself through aliases too often.",
        "Write the values out, or use fewer aliases; kubectl refuses it too.",
        source: new(sink.File, mark.Line, mark.Column));
}
