namespace Cake.Istio.Sandbox.Tables;

/// <summary>What an autoscaler aims at and where it is, such as <c>cpu: 12%/80%</c>.</summary>
internal static class AutoscalerTargets
{
    private const int Shown = 2;

    /// <summary>The first two targets, and how many more there are.</summary>
    public static string Text(JsonObject autoscaler)
    {
        var metrics = autoscaler.Objects("spec", "metrics").ToList();
        if (metrics.Count == 0)
            return "<none>";
        var current = autoscaler.Objects("status", "currentMetrics").ToList();
        var texts = metrics.Select((metric, index) => One(metric, current.ElementAtOrDefault(index))).ToList();
        var more = texts.Count > Shown ? $" + {texts.Count - Shown} more..." : "";
        return string.Join(", ", texts.Take(Shown)) + more;
    }

    private static string One(JsonObject metric, JsonObject? current)
    {
        var source = metric.Text("type") switch { "Resource" => "resource", "ContainerResource" => "containerResource", "Pods" => "pods", "Object" => "object", _ => "external" };
        var target = metric.At(source, "target");
        var now = current.At(source, "current");
        var text = target.Number("averageUtilization") is { } percent
            ? $"{(now.Number("averageUtilization") is { } is_ ? $"{is_}%" : "<unknown>")}/{percent}%"
            : $"{now.Or("<unknown>", target.At("averageValue") is null ? "value" : "averageValue")}/{target.Or("<auto>", target.At("averageValue") is null ? "value" : "averageValue")}";
        if (target.At("averageValue") is not null && source is "object" or "external")
            text += " (avg)";
        return source is "resource" or "containerResource" ? $"{metric.Text(source, "name")}: {text}" : text;
    }
}
