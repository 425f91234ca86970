using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Collections that indentation marks.</summary>
internal sealed partial class YamlNodeReader
{
    private JsonArray BlockSequence(int depth)
    {
        scanner.Take();
        var array = new JsonArray();
        while (scanner.Peek().Kind == YamlTokenKind.BlockEntry)
        {
            scanner.Take();
            var next = scanner.Peek();
            array.Add(next.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.BlockEnd ? Nothing(next.Start).ToJson() : Node(Place.Block, depth + 1).ToJson());
        }

        Expect(YamlTokenKind.BlockEnd, "here a list goes on without '- '; check the indentation");
        return array;
    }

    // A list at the indentation of its mapping has no end of its own.
    private JsonArray EntrySequence(int depth)
    {
        var array = new JsonArray();
        while (scanner.Peek().Kind == YamlTokenKind.BlockEntry)
        {
            scanner.Take();
            var next = scanner.Peek();
            var isEmpty = next.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd;
            array.Add(isEmpty ? Nothing(next.Start).ToJson() : Node(Place.Block, depth + 1).ToJson());
        }

        return array;
    }

    private JsonObject BlockMapping(YamlMark start, int depth)
    {
        scanner.Take();
        var mapping = new YamlMapping(start, positions, sink);
        while (scanner.Peek().Kind == YamlTokenKind.Key)
        {
            scanner.Take();
            var key = MappingEntry(depth);
            var value = scanner.Peek();
            if (value.Kind == YamlTokenKind.Value)
            {
                scanner.Take();
                mapping.Add(key, MappingEntry(depth));
            }
            else
            {
                mapping.Add(key, Nothing(value.Start));
            }
        }

        Expect(YamlTokenKind.BlockEnd, "here a mapping goes on without a key; check the indentation");
        return mapping.Json;
    }

    private YamlNode MappingEntry(int depth)
    {
        var next = scanner.Peek();
        return next.Kind is YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd ? Nothing(next.Start) : Node(Place.MappingEntry, depth + 1);
    }

    private void Expect(YamlTokenKind kind, string problem)
    {
        var token = scanner.Peek();
        if (token.Kind != kind)
            throw new YamlException(token.Start, problem);
        scanner.Take();
    }
}
