using System.Text.Json.Nodes;

namespace Cake.Istio.Tests.Manifests;

/// <summary>Makes objects in which anything may be anything.</summary>
internal static class BrokenObject
{
    /// <summary>Replaces some value below, but leaves what the reader has checked: identity, labels and annotations.</summary>
    public static void Break(JsonObject o, Random random) => Break(o, random, isRoot: true);

    private static void Break(JsonNode node, Random random, bool isRoot)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } o:
                var (name, value) = o.GetAt(random.Next(o.Count));
                if (isRoot && name is "apiVersion" or "kind" or "metadata")
                    return;
                if (value is JsonObject or JsonArray && random.Next(4) > 0)
                    Break(value, random, isRoot: false);
                else
                    o[name] = Anything(random);
                break;
            case JsonArray { Count: > 0 } a:
                var index = random.Next(a.Count);
                if (a[index] is JsonObject or JsonArray && random.Next(4) > 0)
                    Break(a[index]!, random, isRoot: false);
                else
                    a[index] = Anything(random);
                break;
        }
    }

    private static JsonNode? Anything(Random random) => random.Next(9) switch
    {
        0 => null,
        1 => "text",
        2 => "",
        3 => JsonNode.Parse("5"),
        4 => JsonNode.Parse("1.5"),
        5 => true,
        6 => new JsonArray(null, "a", new JsonObject { ["name"] = 1 }),
        7 => new JsonObject { ["a"] = null, ["properties"] = "x", ["type"] = new JsonArray() },
        _ => new JsonArray(),
    };
}
