using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>Whether a value that we send and one that the server holds mean the same.</summary>
internal static class ValueEquality
{
    /// <summary>Compares two scalars.</summary>
    /// <param name="desired">What we send.</param>
    /// <param name="live">What the server holds.</param>
    /// <param name="path">Where they stand, which tells quantities from plain text.</param>
    public static bool AreScalarsEqual(JsonNode desired, JsonNode live, FieldPath path)
    {
        if (JsonNode.DeepEquals(desired, live))
            return true;
        if (desired is not JsonValue || live is not JsonValue)
            return false;
        if (Quantity.IsAt(path) && Quantity.AreEqual(desired, live))
            return true;
        return desired.GetValueKind() == JsonValueKind.Number && live.GetValueKind() == JsonValueKind.Number
            && Number(desired) == Number(live);
    }

    /// <summary>Compares two values that are owned as a whole, such as the rules of a webhook.</summary>
    public static bool AreWholesEqual(JsonNode? desired, JsonNode? live, FieldPath path) => (desired, live) switch
    {
        (null, _) or (_, null) => ServerDefault.IsEmpty(desired) && ServerDefault.IsEmpty(live),
        (JsonObject ours, JsonObject theirs) =>
            ours.All(field => AreWholesEqual(field.Value, theirs[field.Key], path.Then(field.Key)))
            && theirs.All(field => ours.ContainsKey(field.Key) || ServerDefault.Explains(field.Key, field.Value)),
        (JsonArray ours, JsonArray theirs) =>
            ours.Count == theirs.Count
            && ours.Zip(theirs).Index().All(pair => AreWholesEqual(pair.Item.First, pair.Item.Second, path.Then(FieldPathElement.OfIndex(pair.Index)))),
        _ => AreScalarsEqual(desired, live, path),
    };

    private static decimal? Number(JsonNode node) =>
        decimal.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
