using System.Text.Json.Nodes;
using YamlDotNet.Core.Events;

namespace Cake.Istio.Manifests.Yaml;

internal sealed partial class YamlNodeReader
{
    private const string MergeKey = "<<";
    private const string MergeNeedsMapping = "a merge key ('<<') needs a mapping or a list of mappings";

    private JsonObject Mapping(ParsingEvent start, int depth)
    {
        var mapping = new JsonObject();
        positions.Note(mapping, source.Line(start.Start), YamlSource.Column(start.Start));
        // The line of each entry, in the mapping's order; 0 for one that a merge brought and that may be overridden.
        var lines = new List<int>();
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            if (IsMerge(parser.Current!))
                Merge(mapping, lines, depth);
            else
                Entry(mapping, lines, depth);
        }

        return mapping;
    }

    private void Entry(JsonObject mapping, List<int> lines, int depth)
    {
        var at = parser.Current!.Start;
        var key = Key(depth);
        parser.MoveNext();
        var value = Node(depth + 1);
        if (mapping.TryAdd(key, value, out var index))
        {
            lines.Add(source.Line(at));
            return;
        }

        mapping.SetAt(index, value);
        if (lines[index] > 0)
            sink.Warn(source.Line(at), YamlSource.Column(at), DuplicateKey.Text(key, lines[index]));
        lines[index] = source.Line(at);
    }

    private string Key(int depth)
    {
        var start = parser.Current!;
        if (start is MappingStart or SequenceStart)
            throw source.Syntax(start.Start, "a mapping or a list cannot be a key");
        var meaning = start is AnchorAlias alias ? Alias(alias, depth).Scalar : KeyScalar((Scalar)start, depth);
        return meaning is { } m && YamlKey.Text(m) is { } text ? text : throw source.Syntax(start.Start, "this key is neither text nor number nor boolean");
    }

    private YamlValue? KeyScalar(Scalar scalar, int depth)
    {
        if (scalar.Anchor.IsEmpty)
        {
            _budget.Count();
            return Resolve(scalar);
        }

        Anchored(scalar, depth);
        return _anchors[scalar.Anchor.Value].Scalar;
    }

    private static bool IsMerge(ParsingEvent key) =>
        key is Scalar { Value: MergeKey } scalar && (scalar.IsPlainImplicit || YamlTag.TagOf(scalar) == YamlTag.Merge);

    // go-yaml v2 merges where the key stands: it overrides what came before it, and what comes after overrides it.
    private void Merge(JsonObject mapping, List<int> lines, int depth)
    {
        parser.MoveNext();
        var value = parser.Current!;
        switch (Node(depth + 1))
        {
            case JsonObject one:
                Merge(mapping, lines, one);
                break;
            case JsonArray many when value is not AnchorAlias && many.All(static item => item is JsonObject):
                foreach (var item in many.Reverse())
                    Merge(mapping, lines, item!.AsObject());
                break;
            default:
                throw source.Syntax(value.Start, MergeNeedsMapping);
        }
    }

    private static void Merge(JsonObject mapping, List<int> lines, JsonObject merged)
    {
        foreach (var (key, value) in merged)
        {
            if (mapping.TryAdd(key, value?.DeepClone(), out var index))
                lines.Add(0);
            else
                mapping.SetAt(index, value?.DeepClone());
        }
    }
}
