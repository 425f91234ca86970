namespace Cake.Istio.Sandbox.Tables;

/// <summary>Pods as <c>kubectl get pods</c> shows them (printPod of kube-apiserver).</summary>
internal static class PodTable
{
    /// <summary>The printer.</summary>
    public static TablePrinter Printer { get; } =
        TablePrinter.Of("Name,Ready,Status,Restarts,Age,IP*,Node*,Nominated Node*,Readiness Gates*", (pod, now) =>
        {
            var state = Read(pod);
            var restarts = state.Restarts > 0 && state.LastRestart is { } last ? $"{state.Restarts} ({HumanDuration.Format(now - last)} ago)" : $"{state.Restarts}";
            return
            [
                pod.Name(), $"{state.Ready}/{state.Total}", state.Reason, restarts, pod.Age(now), OrNone(pod.Objects("status", "podIPs").FirstOrDefault().Text("ip")),
                OrNone(pod.Text("spec", "nodeName")), OrNone(pod.Text("status", "nominatedNodeName")), ReadinessGates(pod),
            ];
        });

    /// <summary>That a Pod has run to its end.</summary>
    public static JsonArray? Completed(JsonObject pod) => pod.Text("status", "phase") is var phase and ("Succeeded" or "Failed")
        ? [new JsonObject
        {
            ["type"] = "Completed", ["status"] = "True", ["reason"] = phase, ["message"] = phase == "Failed" ? "The pod failed." : "The pod has completed successfully.",
        }]
        : null;

    private static (int Ready, int Total, string Reason, long Restarts, DateTimeOffset? LastRestart) Read(JsonObject pod)
    {
        var reason = pod.Text("status", "reason") is { Length: > 0 } own ? own : pod.Text("status", "phase") ?? "";
        if (pod.Objects("status", "conditions").Any(condition => condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated"))
            reason = "SchedulingGated";
        var sidecars = pod.Objects("spec", "initContainers").Where(container => container.Text("restartPolicy") == "Always").Select(container => container.Text("name")).ToHashSet();
        var total = pod.Objects("spec", "containers").Count() + sidecars.Count;
        var (ready, restarts, sidecarRestarts, initializing) = (0, 0L, 0L, false);
        var (last, lastOfSidecars) = ((DateTimeOffset?)null, (DateTimeOffset?)null);
        var at = 0;
        foreach (var status in pod.Objects("status", "initContainerStatuses"))
        {
            restarts += status.Number("restartCount") ?? 0;
            last = Later(last, status);
            var isSidecar = sidecars.Contains(status.Text("name"));
            if (isSidecar)
            {
                sidecarRestarts += status.Number("restartCount") ?? 0;
                lastOfSidecars = Later(lastOfSidecars, status);
            }
            var index = at++;
            if (status.Number("state", "terminated", "exitCode") == 0)
                continue;
            if (isSidecar && status.Flag("started") == true)
            {
                ready += status.Flag("ready") == true ? 1 : 0;
                continue;
            }
            initializing = true;
            reason = $"Init:{Ended(status) ?? Waiting(status, "PodInitializing") ?? $"{index}/{pod.Objects("spec", "initContainers").Count()}"}";
            break;
        }
        if (!initializing || IsTrue(pod, "Initialized"))
        {
            (restarts, last) = (sidecarRestarts, lastOfSidecars);
            var (running, failed) = (false, (string?)null);
            foreach (var status in pod.Objects("status", "containerStatuses").Reverse())
            {
                restarts += status.Number("restartCount") ?? 0;
                last = Later(last, status);
                if ((Waiting(status, null) ?? Ended(status)) is { } why)
                {
                    reason = why;
                    if (status.Number("state", "terminated", "exitCode") is { } code and not 0 && Waiting(status, null) is null)
                        failed = reason;
                }
                else if (status.Flag("ready") == true && status.At("state", "running") is not null)
                    (running, ready) = (true, ready + 1);
            }
            if (reason == "Completed")
                reason = running && IsTrue(pod, "Ready") ? "Running" : failed ?? (running ? "NotReady" : reason);
        }
        if (pod.IsDeleting() && pod.Text("status", "reason") == "NodeLost")
            reason = "Unknown";
        else if (pod.IsDeleting() && pod.Text("status", "phase") is not ("Succeeded" or "Failed"))
            reason = "Terminating";
        return (ready, total, reason, restarts, last);
    }

    private static DateTimeOffset? Later(DateTimeOffset? last, JsonObject status) =>
        status.Time("lastState", "terminated", "finishedAt") is { } ended && !(ended < last) ? ended : last;

    private static string? Waiting(JsonObject status, string? unless) =>
        status.Text("state", "waiting", "reason") is { Length: > 0 } reason && reason != unless ? reason : null;

    private static string? Ended(JsonObject status)
    {
        if (status.At("state", "terminated") is not JsonObject ended)
            return null;
        if (ended.Text("reason") is { Length: > 0 } reason)
            return reason;
        return ended.Number("signal") is { } signal and not 0 ? $"Signal:{signal}" : $"ExitCode:{ended.Number("exitCode")}";
    }

    private static string ReadinessGates(JsonObject pod)
    {
        var gates = pod.Objects("spec", "readinessGates").ToList();
        return gates.Count == 0 ? "<none>" : $"{gates.Count(gate => IsTrue(pod, gate.Text("conditionType") ?? ""))}/{gates.Count}";
    }

    private static bool IsTrue(JsonObject pod, string type) =>
        pod.Objects("status", "conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");

    private static string OrNone(string? text) => string.IsNullOrEmpty(text) ? "<none>" : text;
}
