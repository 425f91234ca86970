using System.Text.Json.Nodes;

namespace Cake.Istio.Sandbox.Tests.Fuzzing;

/// <summary>Breaks a JSON document in one place.</summary>
internal sealed class TreeMutation(Random random)
{
    /// <summary>A changed copy.</summary>
    public JsonNode? Change(JsonNode? root)
    {
        var places = Places(root).ToList();
        if (places.Count == 0)
            return Odd();
        var (parent, key, index) = places[random.Next(places.Count)];
        var old = key is not null ? parent[key] : parent[index];
        var value = random.Next(4) == 0 ? old?.DeepClone() : Odd();
        switch (random.Next(4))
        {
            case 0 when key is not null:
                parent.AsObject().Remove(key);
                break;
            case 0:
                parent.AsArray().RemoveAt(index);
                break;
            case 1 when key is not null:
                parent[key + (random.Next(2) == 0 ? "x" : ".")] = value;
                break;
            case 1:
                parent.AsArray().Insert(index, value);
                break;
            default:
                if (key is not null)
                    parent[key] = value;
                else
                    parent[index] = value;
                break;
        }
        return root;
    }

    private static IEnumerable<(JsonNode Parent, string? Key, int Index)> Places(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(field => Places(field.Value).Prepend((map, field.Key, 0))),
        JsonArray list => list.SelectMany((item, index) => Places(item).Prepend((list, null, index))),
        _ => [],
    };

    private JsonNode? Odd() => random.Next(16) switch
    {
        0 => null,
        1 => JsonValue.Create(""),
        2 => JsonValue.Create(-1),
        3 => JsonValue.Create(long.MaxValue),
        4 => JsonValue.Create(1.5),
        5 => JsonValue.Create(1e300),
        6 => JsonValue.Create(true),
        7 => new JsonObject(),
        8 => new JsonArray(),
        9 => new JsonArray(null, 1, "a", new JsonObject()),
        10 => JsonValue.Create(new string('x', 5000)),
        11 => JsonValue.Create("ÄÖ \u0000 \u2028 😀 %s {{}}"),
        12 => Deep(random.Next(700)),
        13 => new JsonObject { [""] = new JsonObject { ["$patch"] = "delete" } },
        14 => new JsonObject { ["k"] = new JsonArray(new JsonArray(), new JsonObject { ["$retainKeys"] = 1 }) },
        _ => JsonValue.Create("9999999999999999999999Gi"),
    };

    private static JsonNode Deep(int levels)
    {
        JsonNode node = new JsonObject();
        for (var level = 0; level < levels; level++)
            node = level % 2 == 0 ? new JsonArray(node) : new JsonObject { ["d"] = node };
        return node;
    }
}
