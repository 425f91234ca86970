using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cake.Istio.Sandbox.Json;

/// <summary>Reads one YAML document into JSON nodes, with the meanings of YAML 1.1 as sigs.k8s.io/yaml has them.</summary>
internal static class YamlTree
{
    /// <summary>What is said of a document that nests deeper than JSON may.</summary>
    public const string TooDeep = "the document nests too deep";

    /// <summary>Reads the document.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duplicates">Collects duplicate keys, as go-yaml tells them; the last one wins.</param>
    /// <exception cref="YamlException">It is not YAML.</exception>
    /// <exception cref="JsonException">It has no meaning in JSON, or nests too deep.</exception>
    public static JsonNode? Read(string text, ICollection<string> duplicates)
    {
        var parser = new Parser(new PatientScanner(text));
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
            return null;
        parser.Consume<DocumentStart>();
        return Node(parser, duplicates, new(), 0);
    }

    /// <summary>Reads every document of a stream; empty ones are left out.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="YamlException">It is not YAML.</exception>
    /// <exception cref="JsonException">It has no meaning in JSON, or nests too deep.</exception>
    public static IReadOnlyList<JsonNode> ReadAll(string text)
    {
        var parser = new Parser(new PatientScanner(text));
        parser.Consume<StreamStart>();
        var documents = new List<JsonNode>();
        while (parser.TryConsume<DocumentStart>(out _))
        {
            if (Node(parser, [], new(), 0) is { } document)
                documents.Add(document);
            parser.Consume<DocumentEnd>();
        }
        return documents;
    }

    private static JsonNode? Node(Parser parser, ICollection<string> duplicates, YamlAnchors anchors, int depth)
    {
        if (depth > JsonTree.MaxDepth)
            throw new JsonException(TooDeep);
        anchors.Count();
        var anchor = AnchorName.Empty;
        JsonNode? node;
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return anchors.Copy(alias.Value, depth);
        if (parser.TryConsume<Scalar>(out var scalar))
            (node, anchor) = (YamlMeaning.Of(scalar), scalar.Anchor);
        else if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var array = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
                array.Add(Node(parser, duplicates, anchors, depth + 1));
            (node, anchor) = (array, sequence.Anchor);
        }
        else
        {
            var start = parser.Consume<MappingStart>();
            (node, anchor) = (Mapping(parser, duplicates, anchors, depth), start.Anchor);
        }
        if (!anchor.IsEmpty)
            anchors.Keep(anchor, node);
        return node;
    }

    private static JsonObject Mapping(Parser parser, ICollection<string> duplicates, YamlAnchors anchors, int depth)
    {
        var mapping = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var (isPlain, key) = Node(parser, duplicates, anchors, depth + 1) switch
            {
                null => (true, "null"),
                JsonValue value when value.GetValueKind() == JsonValueKind.String => (false, (string)value!),
                JsonValue value => (true, value.ToJsonString()),
                _ => throw new JsonException("invalid map key"),
            };
            var line = parser.Current?.Start.Line;
            var node = Node(parser, duplicates, anchors, depth + 1);
            if (mapping.ContainsKey(key))
                duplicates.Add(string.Create(CultureInfo.InvariantCulture, $"line {line}: key {(isPlain ? key : Schema.GoText.Quote(key))} already set in map"));
            mapping[key] = node;
        }
        return mapping;
    }
}
