using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>One metric of a HorizontalPodAutoscaler from <c>v2beta1</c> to <c>v2</c>.</summary>
internal static class AutoscalerMetric
{
    /// <summary>The metric in its new shape. One that has it already stays as it is.</summary>
    internal static JsonObject Upgrade(JsonObject old)
    {
        var metric = (JsonObject)old.DeepClone();
        if (metric.Object("resource") is { } resource)
            Resource(resource);
        if (metric.Object("containerResource") is { } container)
            Resource(container);
        if (metric.Object("pods") is { } pods)
            Named(pods, "selector", Target(pods, averageValue: "targetAverageValue"));
        if (metric.Object("external") is { } external)
            Named(external, "metricSelector", Target(external, averageValue: "targetAverageValue", value: "targetValue"));
        if (metric.Object("object") is { } described && described["metricName"] is not null)
        {
            described.Rename("target", "describedObject");
            Named(described, "selector", Target(described, averageValue: "averageValue", value: "targetValue"));
        }

        return metric;
    }

    private static void Resource(JsonObject resource)
    {
        if (Target(resource, averageValue: "targetAverageValue", utilization: "targetAverageUtilization") is { } target)
            resource["target"] = target;
    }

    private static void Named(JsonObject source, string selector, JsonObject? target)
    {
        if (source.Take("metricName") is { } name)
            source["metric"] = new JsonObject { ["name"] = name }.With("selector", source.Take(selector));
        if (target is not null)
            source["target"] = target;
    }

    // The old version had at most one of these; an average wins, as in its conversion.
    private static JsonObject? Target(JsonObject source, string averageValue, string? value = null, string? utilization = null)
    {
        var (average, fixedValue, share) = (source.Take(averageValue), value is null ? null : source.Take(value), utilization is null ? null : source.Take(utilization));
        return share is not null ? new() { ["type"] = "Utilization", ["averageUtilization"] = share }
            : average is not null ? new() { ["type"] = "AverageValue", ["averageValue"] = average }
            : fixedValue is not null ? new() { ["type"] = "Value", ["value"] = fixedValue }
            : null;
    }
}
