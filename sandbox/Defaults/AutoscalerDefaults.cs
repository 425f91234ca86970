namespace Cake.Istio.Sandbox.Defaults;

/// <summary>Horizontal pod autoscalers.</summary>
internal static class AutoscalerDefaults
{
    private const int Utilization = 80;
    private const int Period = 15;

    /// <summary>Without metrics the processor is held at 80 %.</summary>
    public static void Metrics(JsonObject spec)
    {
        if (spec["metrics"] is JsonArray { Count: > 0 })
            return;
        var target = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = Utilization };
        spec["metrics"] = new JsonArray(new JsonObject { ["type"] = "Resource", ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = target } });
    }

    /// <summary>A behaviour is complete or absent.</summary>
    public static void Behavior(JsonObject spec)
    {
        if (spec["behavior"] is not JsonObject behavior)
            return;
        behavior["scaleUp"] ??= new JsonObject();
        behavior["scaleDown"] ??= new JsonObject();
        var (up, down) = (behavior["scaleUp"]!.AsObject(), behavior["scaleDown"]!.AsObject());
        up["stabilizationWindowSeconds"] ??= 0;
        up["selectPolicy"] ??= "Max";
        up["policies"] ??= new JsonArray(Policy("Pods", 4), Policy("Percent", 100));
        down["selectPolicy"] ??= "Max";
        down["policies"] ??= new JsonArray(Policy("Percent", 100));
    }

    private static JsonObject Policy(string type, int value) => new() { ["type"] = type, ["value"] = value, ["periodSeconds"] = Period };
}
