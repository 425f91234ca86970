namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>The statuses of a Pod on its way.</summary>
internal static class PodStatus
{
    /// <summary>Bound: the node prepares its containers.</summary>
    public static JsonObject Creating(JsonObject pod, string hostAddress, DateTimeOffset now)
    {
        var reason = pod.Objects("spec", "initContainers").Any() ? "PodInitializing" : "ContainerCreating";
        return Build(pod, "Pending", hostAddress, null, now, status =>
            SetContainers(pod, status, container => ContainerStatus.Waiting(container, reason), container => ContainerStatus.Waiting(container, reason)));
    }

    /// <summary>The containers run.</summary>
    public static JsonObject Running(JsonObject pod, string hostAddress, string podAddress, bool ready, DateTimeOffset now) =>
        Build(pod, "Running", hostAddress, podAddress, now, status =>
            SetContainers(pod, status, container => ContainerStatus.Running(pod, container, now, ready), container => Initialized(pod, container, now)));

    /// <summary>The containers have ended and are not started again.</summary>
    public static JsonObject Ended(JsonObject pod, int exitCode, DateTimeOffset now)
    {
        var since = pod.Objects("status", "containerStatuses").Select(item => item.Time("state", "running", "startedAt")).FirstOrDefault(time => time is not null) ?? now;
        return Build(pod, exitCode == 0 ? "Succeeded" : "Failed", null, null, now, status =>
            SetContainers(pod, status, container => ContainerStatus.Ended(pod, container, since, now, exitCode), container => Initialized(pod, container, now)));
    }

    /// <summary>Something keeps the first container from running; the others do as they would without it.</summary>
    public static JsonObject Stuck(JsonObject pod, string hostAddress, string podAddress, JsonObject first, DateTimeOffset now)
    {
        var crashes = first.Number("restartCount") > 0;
        return Build(pod, crashes ? "Running" : "Pending", hostAddress, podAddress, now, status =>
            SetContainers(pod, status, container => container.Text("name") == first.Text("name") ? first.DeepClone().AsObject() : ContainerStatus.Running(pod, container, now, ready: true),
                container => Initialized(pod, container, now)));
    }

    private static JsonObject Build(JsonObject pod, string phase, string? hostAddress, string? podAddress, DateTimeOffset now, Action<JsonObject> containers)
    {
        var status = pod.StatusCopy();
        status["phase"] = phase;
        if (status["startTime"] is null)
            status["startTime"] = now.Stamp();
        if (hostAddress is not null)
            (status["hostIP"], status["hostIPs"]) = (hostAddress, new JsonArray(new JsonObject { ["ip"] = hostAddress }));
        if (podAddress is not null)
            (status["podIP"], status["podIPs"]) = (podAddress, new JsonArray(new JsonObject { ["ip"] = podAddress }));
        containers(status);
        PodConditions.Set(pod, status, now);
        return status;
    }

    private static void SetContainers(JsonObject pod, JsonObject status, Func<JsonObject, JsonObject> container, Func<JsonObject, JsonObject> initContainer)
    {
        var before = pod.Objects("status", "containerStatuses").ToDictionary(item => item.Text("name") ?? "", StringComparer.Ordinal);
        status["containerStatuses"] = new JsonArray([.. pod.Objects("spec", "containers").Select(item => Unchanged(before, container(item)))]);
        if (pod.Objects("spec", "initContainers").Any() && (pod.Phase() == "Pending" || status["initContainerStatuses"] is null))
            status["initContainerStatuses"] = new JsonArray([.. pod.Objects("spec", "initContainers").Select(initContainer)]);
    }

    // A container that is in the same state as before keeps the time it entered it.
    private static JsonObject Unchanged(Dictionary<string, JsonObject> before, JsonObject next)
    {
        if (before.TryGetValue(next.Text("name") ?? "", out var old) && old.At("state", "running") is not null && next.At("state", "running") is not null)
            next["state"] = old.Copy("state");
        return next;
    }

    private static JsonObject Initialized(JsonObject pod, JsonObject container, DateTimeOffset now) => container.Text("restartPolicy") == "Always"
        ? ContainerStatus.Running(pod, container, now, ready: true)
        : ContainerStatus.Ended(pod, container, now, now, 0, ready: true);
}
