using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Builds JSON nodes from tokens: the grammar of libyaml, the values and the order of go-yaml v2's decoder.</summary>
internal sealed partial class YamlNodeReader(YamlScanner scanner, NodePositions positions, ManifestSink sink)
{
    private int _deepest;

    private enum Place
    {
        Block,

        /// <summary>In a block mapping, where a list may begin at the mapping's own indentation.</summary>
        MappingEntry,

        Flow,
    }

    /// <summary>Reads the document's root.</summary>
    /// <exception cref="YamlException">It is not YAML.</exception>
    internal JsonNode? ReadRoot()
    {
        _budget.Count();
        return Node(Place.Block, depth: 1).ToJson();
    }

    private YamlNode Node(Place place, int depth)
    {
        var first = scanner.Peek();
        if (depth > ManifestLimit.Depth)
            throw ManifestLimit.TooDeep(sink.File, first.Start.Line, first.Start.Column);
        _deepest = Math.Max(_deepest, depth);
        _budget.Count();
        if (first.Kind == YamlTokenKind.Alias)
            return Alias(scanner.Take(), depth);
        string? anchor = null;
        string? tag = null;
        for (var kind = first.Kind; ; kind = scanner.Peek().Kind)
        {
            if (kind == YamlTokenKind.Anchor && anchor is null)
                anchor = scanner.Take().Text;
            else if (kind == YamlTokenKind.Tag && tag is null)
                tag = scanner.Take().Text;
            else
                break;
        }

        return anchor is null ? Content(first.Start, tag, mayBeEmpty: tag is not null, place, depth) : Anchored(first.Start, anchor, tag, place, depth);
    }

    private YamlNode Content(YamlMark start, string? tag, bool mayBeEmpty, Place place, int depth)
    {
        var token = scanner.Peek();
        switch (token.Kind)
        {
            case YamlTokenKind.PlainScalar or YamlTokenKind.QuotedScalar:
                scanner.Take();
                return Scalar(start, token.Text, tag, isPlain: token.Kind == YamlTokenKind.PlainScalar);
            case YamlTokenKind.FlowSequenceStart:
                return Collection(start, FlowSequence(depth));
            case YamlTokenKind.FlowMappingStart:
                return Collection(start, FlowMapping(start, depth));
            case YamlTokenKind.BlockEntry when place == Place.MappingEntry:
                return Collection(start, EntrySequence(depth));
            case YamlTokenKind.BlockSequenceStart when place != Place.Flow:
                return Collection(start, BlockSequence(depth));
            case YamlTokenKind.BlockMappingStart when place != Place.Flow:
                return Collection(start, BlockMapping(start, depth));
            default:
                return mayBeEmpty ? Scalar(start, "", tag, isPlain: true) : throw new YamlException(token.Start, "a value is missing here, or this one does not fit");
        }
    }

    private static YamlNode Collection(YamlMark start, JsonNode collection) => new(start, default, collection);

    private static YamlNode Scalar(YamlMark start, string text, string? tag, bool isPlain)
    {
        var value = YamlTag.Resolve(tag, text, isPlain) ?? throw new YamlException(start, $"'{text}' is no value for the tag {tag}");
        return new(start, value) { IsMerge = text == "<<" && (tag is "!" or YamlTag.Merge || (isPlain && tag is null)) };
    }

    private YamlNode Nothing(YamlMark start)
    {
        _budget.Count();
        return new(start, new(YamlKind.Null, ""));
    }
}
