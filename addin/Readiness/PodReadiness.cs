using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>kstatus' rule for Pods, but a failed one is failed, and one that restarts is in progress.</summary>
internal static class PodReadiness
{
    public static ReadinessResult Evaluate(JsonObject json) => json.Text("status", "phase") switch
    {
        "Succeeded" => ReadinessResult.Current("completed"),
        "Failed" => ReadinessResult.Failed(json.Text("status", "message") ?? json.Text("status", "reason") ?? "failed"),
        "Running" when json.Condition("Ready") is { IsTrue: true } => ReadinessResult.Current("is running and ready"),
        "Running" => ReadinessResult.InProgress(Waiting(json) ?? $"{Ready(json)} of {json.Objects("status", "containerStatuses").Count()} containers are ready"),
        "Pending" when json.Condition("PodScheduled") is { IsFalse: true } unscheduled => ReadinessResult.InProgress($"is not scheduled: {unscheduled.Words}"),
        "Pending" => ReadinessResult.InProgress(Waiting(json) ?? "is starting"),
        null => ReadinessResult.InProgress("has no phase yet"),
        var phase => new(ReadinessStatus.Unknown, $"is in the unknown phase {phase}"),
    };

    private static int Ready(JsonObject json) => json.Objects("status", "containerStatuses").Count(container => container.Flag("ready"));

    private static string? Waiting(JsonObject json) => json.Objects("status", "initContainerStatuses")
        .Concat(json.Objects("status", "containerStatuses"))
        .Select(container => (Name: container.Text("name"), Reason: container.Text("state", "waiting", "reason")))
        .Where(container => container.Reason is not null)
        .Select(container => $"container {container.Name} waits: {container.Reason}")
        .FirstOrDefault();
}
