namespace Cake.Istio.Sandbox.Controllers.Objects;

/// <summary>Matches labels against a <c>meta/v1 LabelSelector</c> or against the plain map that Services use.</summary>
internal static class LabelSelector
{
    /// <summary>Whether a LabelSelector matches; null matches nothing, an empty one everything.</summary>
    public static bool Matches(JsonNode? selector, IReadOnlyDictionary<string, string> labels) =>
        selector is JsonObject && MatchesMap(selector.At("matchLabels"), labels)
        && selector.Objects("matchExpressions").All(requirement => Holds(requirement, labels));

    /// <summary>Whether every pair of a plain selector map is among the labels.</summary>
    public static bool MatchesMap(JsonNode? map, IReadOnlyDictionary<string, string> labels) =>
        map is not JsonObject pairs || pairs.All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value.Text());

    /// <summary>Whether one requirement (<c>key</c>, <c>operator</c>, <c>values</c>) holds; also used for node selector terms.</summary>
    public static bool Holds(JsonObject requirement, IReadOnlyDictionary<string, string> labels)
    {
        var present = labels.TryGetValue(requirement.Text("key") ?? "", out var value);
        return requirement.Text("operator") switch
        {
            "In" => present && requirement.Texts("values").Contains(value),
            "NotIn" => !present || !requirement.Texts("values").Contains(value),
            "Exists" => present,
            "DoesNotExist" => !present,
            "Gt" => Compare(requirement, value) > 0,
            "Lt" => Compare(requirement, value) < 0,
            _ => false,
        };
    }

    private static int? Compare(JsonObject requirement, string? value) =>
        long.TryParse(value, out var left) && long.TryParse(requirement.Texts("values").FirstOrDefault(), out var right) ? left.CompareTo(right) : null;
}
