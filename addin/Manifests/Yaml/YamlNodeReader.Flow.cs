using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Collections in brackets.</summary>
internal sealed partial class YamlNodeReader
{
    private JsonArray FlowSequence(int depth)
    {
        scanner.Take();
        var array = new JsonArray();
        while (NextInFlow(YamlTokenKind.FlowSequenceEnd, isFirst: array.Count == 0, "',' or ']' is missing before this") is { } next)
        {
            if (next.Kind == YamlTokenKind.Key)
                array.Add(FlowPair(next.Start, depth + 1));
            else
                array.Add(Node(Place.Flow, depth + 1).ToJson());
        }

        return array;
    }

    // An entry "a: b" of a list in brackets is a mapping of its own.
    private JsonObject FlowPair(YamlMark start, int depth)
    {
        _budget.Count();
        var mapping = new YamlMapping(start, positions, sink);
        FlowEntry(mapping, YamlTokenKind.FlowSequenceEnd, depth);
        return mapping.Json;
    }

    private JsonObject FlowMapping(YamlMark start, int depth)
    {
        scanner.Take();
        var mapping = new YamlMapping(start, positions, sink);
        for (var isFirst = true; NextInFlow(YamlTokenKind.FlowMappingEnd, isFirst, "',' or '}' is missing before this") is { } next; isFirst = false)
        {
            if (next.Kind == YamlTokenKind.Key)
                FlowEntry(mapping, YamlTokenKind.FlowMappingEnd, depth);
            else
                mapping.Add(Node(Place.Flow, depth + 1), Nothing(next.Start));
        }

        return mapping.Json;
    }

    private void FlowEntry(YamlMapping mapping, YamlTokenKind end, int depth)
    {
        var mark = scanner.Take().Start;
        var key = scanner.Peek().Kind is YamlTokenKind.Value or YamlTokenKind.FlowEntry || scanner.Peek().Kind == end ? Nothing(mark) : Node(Place.Flow, depth + 1);
        if (scanner.Peek().Kind == YamlTokenKind.Value)
        {
            scanner.Take();
            if (scanner.Peek().Kind != YamlTokenKind.FlowEntry && scanner.Peek().Kind != end)
            {
                mapping.Add(key, Node(Place.Flow, depth + 1));
                return;
            }
        }

        mapping.Add(key, Nothing(mark));
    }

    // The token that the next entry begins with; null, and the end taken, if there is none.
    private YamlToken? NextInFlow(YamlTokenKind end, bool isFirst, string problem)
    {
        if (scanner.Peek().Kind != end && !isFirst)
            Expect(YamlTokenKind.FlowEntry, problem);
        if (scanner.Peek().Kind != end)
            return scanner.Peek();
        scanner.Take();
        return null;
    }
}
