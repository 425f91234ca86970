using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Conversion;

/// <summary>HorizontalPodAutoscalers of autoscaling/v1, stored as v2: v1 knows the utilization of cpu only, and keeps other metrics in an annotation.</summary>
internal static class AutoscalerConversion
{
    private const string MetricsAnnotation = "autoscaling.alpha.kubernetes.io/metrics";
    private const string TargetField = "targetCPUUtilizationPercentage";
    private const string CurrentField = "currentCPUUtilizationPercentage";

    /// <summary>To v2.</summary>
    public static void FromVersion1(JsonObject value)
    {
        // The kept ones come first, in the flat shape that v1 shares with v2beta1; ones that cannot be read are dropped.
        var metrics = Kept(value) ?? [];
        if (value.Number("spec", TargetField) is { } target)
            metrics.Add(Cpu(new JsonObject { ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = target } }));
        if (metrics.Count > 0)
            value.Child("spec")["metrics"] = metrics;
        (value["spec"] as JsonObject)?.Remove(TargetField);
        (value.At("metadata", "annotations") as JsonObject)?.Remove(MetricsAnnotation);
        if (value.Number("status", CurrentField) is { } current)
            value.Child("status")["currentMetrics"] = new JsonArray(Cpu(new JsonObject { ["current"] = new JsonObject { ["averageUtilization"] = current } }));
        (value["status"] as JsonObject)?.Remove(CurrentField);
    }

    /// <summary>From v2.</summary>
    public static void ToVersion1(JsonObject value)
    {
        var metrics = value.Objects("spec", "metrics").ToList();
        var cpu = metrics.FirstOrDefault(metric => metric.Text("resource", "name") == "cpu" && metric.Number("resource", "target", "averageUtilization") is not null);
        (value["spec"] as JsonObject)?.Remove("metrics");
        if (cpu is not null)
            value.Child("spec")[TargetField] = cpu.Number("resource", "target", "averageUtilization");
        var others = metrics.Where(metric => !ReferenceEquals(metric, cpu)).Select(metric => metric.DeepClone()).ToArray();
        if (others.Length > 0)
            value.Child("metadata").Child("annotations")[MetricsAnnotation] = Flat(new JsonArray(others), MetricConversion.FromStorage).ToJsonString();
        var current = value.Objects("status", "currentMetrics").FirstOrDefault(metric => metric.Text("resource", "name") == "cpu");
        (value["status"] as JsonObject)?.Remove("currentMetrics");
        (value["status"] as JsonObject)?.Remove("conditions");
        if (current.Number("resource", "current", "averageUtilization") is { } percent)
            value.Child("status")[CurrentField] = percent;
    }

    private static JsonArray? Kept(JsonObject value)
    {
        try
        {
            return value.Annotation(MetricsAnnotation) is { } kept && JsonTree.Read(Encoding.UTF8.GetBytes(kept)) is JsonArray metrics ? Flat(metrics, MetricConversion.ToStorage) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonArray Flat(JsonArray metrics, Action<JsonObject> convert)
    {
        var value = new JsonObject { ["spec"] = new JsonObject { ["metrics"] = metrics } };
        convert(value);
        value.Child("spec").Remove("metrics");
        return metrics;
    }

    private static JsonObject Cpu(JsonObject source)
    {
        source["name"] = "cpu";
        return new JsonObject { ["type"] = "Resource", ["resource"] = source };
    }
}
