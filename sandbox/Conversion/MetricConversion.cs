namespace Cake.Istio.Sandbox.Conversion;

/// <summary>HorizontalPodAutoscalers of autoscaling/v2beta1, whose metrics carry their targets flat.</summary>
internal static class MetricConversion
{
    /// <summary>To v2.</summary>
    public static void ToStorage(JsonObject value)
    {
        foreach (var metric in value.Objects("spec", "metrics"))
        {
            foreach (var source in metric.Select(field => field.Value).OfType<JsonObject>().ToList())
            {
                var described = source.Copy("target") as JsonObject;
                var target = new JsonObject();
                Move(source, "targetAverageUtilization", target, "averageUtilization");
                Move(source, "targetAverageValue", target, "averageValue");
                Move(source, "averageValue", target, "averageValue");
                Move(source, "targetValue", target, "value");
                target["type"] = target.ContainsKey("averageUtilization") ? "Utilization" : target.ContainsKey("averageValue") ? "AverageValue" : "Value";
                if (described is not null)
                    source["describedObject"] = described;
                if (source.Copy("metricName") is { } name)
                {
                    var identifier = new JsonObject { ["name"] = name };
                    Move(source, "selector", identifier, "selector");
                    Move(source, "metricSelector", identifier, "selector");
                    source["metric"] = identifier;
                    source.Remove("metricName");
                }
                source["target"] = target;
            }
        }
        (value["status"] as JsonObject)?.Remove("currentMetrics");
    }

    /// <summary>From v2.</summary>
    public static void FromStorage(JsonObject value)
    {
        (value["spec"] as JsonObject)?.Remove("behavior");
        (value["status"] as JsonObject)?.Remove("currentMetrics");
        foreach (var metric in value.Objects("spec", "metrics"))
        {
            foreach (var (type, node) in metric.ToList())
            {
                if (node is not JsonObject source || source["target"] is not JsonObject target)
                    continue;
                source.Remove("target");
                Move(target, "averageUtilization", source, "targetAverageUtilization");
                Move(target, "averageValue", source, type == "object" ? "averageValue" : "targetAverageValue");
                Move(target, "value", source, "targetValue");
                if (source["describedObject"] is not null)
                    VersionConversion.Rename(source, "describedObject", "target");
                if (source["metric"] is not JsonObject identifier)
                    continue;
                source.Remove("metric");
                Move(identifier, "name", source, "metricName");
                Move(identifier, "selector", source, type == "external" ? "metricSelector" : "selector");
            }
        }
    }

    private static void Move(JsonObject from, string name, JsonObject to, string other)
    {
        if (!from.TryGetPropertyValue(name, out var node))
            return;
        from.Remove(name);
        if (node is not null)
            to[other] = node;
    }
}
