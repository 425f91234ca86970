namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>The conditions that a kubelet sets, from the container statuses.</summary>
internal static class PodConditions
{
    /// <summary>Sets them all, in place.</summary>
    public static void Set(JsonObject pod, JsonObject status, DateTimeOffset now)
    {
        var phase = status.Text("phase");
        var started = phase is "Running" or "Succeeded" or "Failed" || status.Text("podIP") is not null;
        Condition.Set(status, "PodReadyToStartContainers", started && phase is "Running" or "Pending" && status.Text("podIP") is not null ? "True" : "False", null, null, now);
        var pending = pod.Objects("spec", "initContainers").Where(container => phase == "Pending").Select(container => container.Text("name")).ToArray();
        if (phase == "Succeeded")
            Condition.Set(status, "Initialized", "True", "PodCompleted", null, now);
        else if (pending.Length > 0)
            Condition.Set(status, "Initialized", "False", "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', pending)}]", now);
        else
            Condition.Set(status, "Initialized", "True", null, null, now);

        var (value, reason, message) = Readiness(status, phase);
        Condition.Set(status, "Ready", value, reason, message, now);
        Condition.Set(status, "ContainersReady", value, reason, message, now);
        Condition.Set(status, "PodScheduled", "True", null, null, now);
    }

    private static (string Value, string? Reason, string? Message) Readiness(JsonObject status, string? phase)
    {
        var unready = status.Objects("containerStatuses").Where(container => container.Flag("ready") != true).Select(container => container.Text("name")).ToArray();
        return phase switch
        {
            "Succeeded" => ("False", "PodCompleted", null),
            "Failed" => ("False", "PodFailed", null),
            _ when unready.Length > 0 => ("False", "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]"),
            _ => ("True", null, null),
        };
    }
}
