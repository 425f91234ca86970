using System.Text.Json.Nodes;
using Cake.Istio.Reporting;

namespace Cake.Istio.Readiness;

/// <summary>Finds what holds a pod up, from its status and events.</summary>
internal static class PodTroubles
{
    public const string ErrImagePull = "ErrImagePull";
    public const string ImagePullBackOff = "ImagePullBackOff";
    public const string InvalidImageName = "InvalidImageName";
    public const string CrashLoopBackOff = "CrashLoopBackOff";
    public const string Unschedulable = "Unschedulable";

    /// <summary>The troubles of a pod, the first container's first; none for a pod that is merely starting.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="events">Its events, which say what a back-off no longer says.</param>
    public static IEnumerable<Trouble> Find(JsonObject pod, IReadOnlyList<ObjectEvent> events)
    {
        if (pod.Text("metadata", "deletionTimestamp") is not null)
            yield break;
        if (pod.Condition("PodScheduled") is { IsFalse: true, Reason: Unschedulable } unscheduled)
            yield return new(Unschedulable, unscheduled.Message, CanHeal: true) { Pod = pod.Name() };
        foreach (var container in pod.Objects("status", "initContainerStatuses").Concat(pod.Objects("status", "containerStatuses")))
        {
            if (OfContainer(container, events) is { } trouble)
                yield return trouble with { Pod = pod.Name(), Container = container.Text("name"), Image = container.Text("image") };
        }
    }

    private static Trouble? OfContainer(JsonObject container, IReadOnlyList<ObjectEvent> events)
    {
        var message = container.Text("state", "waiting", "message") ?? "";
        return container.Text("state", "waiting", "reason") switch
        {
            InvalidImageName => new(InvalidImageName, message, CanHeal: false),
            ErrImagePull or ImagePullBackOff => OfImage(container, message, events),
            CrashLoopBackOff => new(CrashLoopBackOff, LastExit(container) ?? message, CanHeal: true),
            { } reason when reason.EndsWith("Error", StringComparison.Ordinal) || reason.StartsWith("Err", StringComparison.Ordinal) =>
                new(reason, message, CanHeal: true),
            _ => null,
        };
    }

    private static Trouble OfImage(JsonObject container, string message, IReadOnlyList<ObjectEvent> events)
    {
        // A back-off often only says that it backs off; what the registry said is in the event of the pull before.
        var refused = events.LastOrDefault(one => one.Reason == "Failed" && one.Message.Contains(container.Text("image") ?? "", StringComparison.Ordinal)
            && one.Message.StartsWith("Failed to pull", StringComparison.Ordinal));
        var words = ImageRefusal.IsMissing(message) || ImageRefusal.IsUnauthorized(message) ? message : refused?.Message ?? message;
        var final = ImageRefusal.IsMissing(words) || ImageRefusal.IsUnauthorized(words);
        return new(container.Text("state", "waiting", "reason")!, words, CanHeal: !final);
    }

    private static string? LastExit(JsonObject container) => container.At("lastState", "terminated") is JsonObject last
        ? $"restarted {Counted.Of((int)(container.Number("restartCount") ?? 0), "time")}, last exit: {last.Text("reason") ?? "Error"} (code {last.Number("exitCode")})"
        : null;
}
