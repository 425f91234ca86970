using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>HorizontalPodAutoscaler to <c>autoscaling/v2</c>; <c>v2beta2</c> has its shape already.</summary>
internal static class HorizontalPodAutoscaler
{
    // Where v1 hides what only the later versions have fields for.
    private const string HiddenMetrics = "autoscaling.alpha.kubernetes.io/metrics";
    private const string HiddenBehavior = "autoscaling.alpha.kubernetes.io/behavior";

    // What else conversion hides there, and drops again (DropRoundTripHorizontalPodAutoscalerAnnotations).
    private static readonly string[] HiddenRest = [HiddenMetrics, "autoscaling.alpha.kubernetes.io/conditions", "autoscaling.alpha.kubernetes.io/current-metrics"];

    /// <summary>From <c>autoscaling/v1</c>: the CPU target and the metrics in annotations become metrics.</summary>
    internal static void FromV1(JsonObject json, ICollection<string> notes)
    {
        var spec = json.Ensure("spec");
        var metrics = new JsonArray();
        if (spec.Take("targetCPUUtilizationPercentage") is { } percentage)
            metrics.Add(AutoscalerMetric.Upgrade(new JsonObject { ["type"] = "Resource", ["resource"] = new JsonObject { ["name"] = "cpu", ["targetAverageUtilization"] = percentage } }));
        if (Hidden(json, HiddenMetrics) is JsonArray hidden)
        {
            foreach (var metric in hidden.OfType<JsonObject>())
                metrics.Add(AutoscalerMetric.Upgrade(metric));
            notes.Add("The metrics of an annotation are fields now.");
        }

        if (metrics.Count > 0)
            spec["metrics"] = metrics;
        ShowBehavior(json, spec, notes);
    }

    /// <summary>From <c>autoscaling/v2beta1</c>: each metric's target gets a mapping of its own.</summary>
    internal static void FromV2Beta1(JsonObject json, ICollection<string> notes)
    {
        var spec = json.Ensure("spec");
        if (spec["metrics"] is JsonArray)
            spec["metrics"] = new JsonArray([.. spec.Objects("metrics").Select(AutoscalerMetric.Upgrade)]);
        ShowBehavior(json, spec, notes);
    }

    private static void ShowBehavior(JsonObject json, JsonObject spec, ICollection<string> notes)
    {
        if (Hidden(json, HiddenBehavior) is JsonObject behavior && spec.Default("behavior", InFieldNames(behavior)))
            notes.Add("The behavior of an annotation is a field now.");
        foreach (var annotation in HiddenRest)
            json.Object("metadata").Object("annotations")?.Remove(annotation);
    }

    // The server wrote Go's names into the annotation, ScaleDown for scaleDown, and read both.
    private static JsonNode InFieldNames(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.Where(field => field.Value is not null)
            .Select(field => KeyValuePair.Create<string, JsonNode?>(JsonNamingPolicy.CamelCase.ConvertName(field.Key), InFieldNames(field.Value!)))),
        JsonArray items => new JsonArray([.. items.OfType<JsonNode>().Select(InFieldNames)]),
        _ => node.DeepClone(),
    };

    private static JsonNode? Hidden(JsonObject json, string annotation)
    {
        var annotations = json.Object("metadata").Object("annotations");
        if (annotations.Text(annotation) is not { } text)
            return null;
        annotations!.Remove(annotation);
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // The server ignored what it could not read there, too.
            return null;
        }
    }
}
