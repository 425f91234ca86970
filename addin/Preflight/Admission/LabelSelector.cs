using System.Text.Json.Nodes;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Admission;

/// <summary>Matches labels against a <c>meta/v1 LabelSelector</c>.</summary>
internal static class LabelSelector
{
    /// <summary>The labels of an object.</summary>
    /// <param name="json">An object, or the template of a workload.</param>
    public static IReadOnlyDictionary<string, string> LabelsOf(JsonNode? json) =>
        (json.At("metadata", "labels") as JsonObject ?? []).ToDictionary(label => label.Key, label => label.Value.Text() ?? "", StringComparer.Ordinal);

    /// <summary>Whether a selector leads to labels; without one, or with an empty one, everything is selected.</summary>
    public static bool Matches(JsonNode? selector, IReadOnlyDictionary<string, string> labels) =>
        (selector.At("matchLabels") as JsonObject ?? []).All(label => labels.GetValueOrDefault(label.Key) == label.Value.Text())
        && selector.Objects("matchExpressions").All(expression => Holds(expression, labels));

    private static bool Holds(JsonObject expression, IReadOnlyDictionary<string, string> labels)
    {
        var value = labels.GetValueOrDefault(expression.Text("key") ?? "");
        var isListed = (expression["values"] as JsonArray ?? []).Any(item => item.Text() == value);
        return expression.Text("operator") switch
        {
            "In" => value is not null && isListed,
            "NotIn" => value is null || !isListed,
            "Exists" => value is not null,
            _ => value is null,
        };
    }
}
