namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>What controllers ask about a Pod.</summary>
internal static class PodReading
{
    /// <summary><c>status.phase</c>; a Pod without one is Pending.</summary>
    public static string Phase(this JsonObject pod) => pod.Text("status", "phase") ?? "Pending";

    /// <summary>Whether the Pod has ended, well or not.</summary>
    public static bool HasEnded(this JsonObject pod) => pod.Phase() is "Succeeded" or "Failed";

    /// <summary>Whether the Pod counts for its controller: it has not ended and is not going.</summary>
    public static bool IsActive(this JsonObject pod) => !pod.HasEnded() && !pod.IsDeleting();

    /// <summary>Whether the condition <c>Ready</c> is true.</summary>
    public static bool IsReady(this JsonObject pod) => Condition.IsTrue(pod, "Ready");

    /// <summary>Whether the Pod has been ready for a number of seconds.</summary>
    public static bool IsAvailable(this JsonObject pod, long minReadySeconds, DateTimeOffset now) => pod.IsReady() && AvailableIn(pod, minReadySeconds, now) <= TimeSpan.Zero;

    /// <summary>How long until a ready Pod is available.</summary>
    public static TimeSpan AvailableIn(this JsonObject pod, long minReadySeconds, DateTimeOffset now) =>
        minReadySeconds == 0 ? TimeSpan.Zero
            : (Condition.Find(pod["status"], "Ready").Time("lastTransitionTime") ?? now) + TimeSpan.FromSeconds(minReadySeconds) - now;

    /// <summary>The node the Pod is bound to, or null.</summary>
    public static string? NodeName(this JsonObject pod) => pod.Text("spec", "nodeName") is { Length: > 0 } node ? node : null;
}
