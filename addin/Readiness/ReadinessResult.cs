namespace Cake.Istio.Readiness;

/// <summary>What an object's status says, for a program and for a person.</summary>
/// <param name="Status">How far the cluster is.</param>
/// <param name="Message">The same as a phrase: <c>2 of 3 replicas are ready</c>.</param>
public sealed record ReadinessResult(ReadinessStatus Status, string Message)
{
    /// <summary>An object that does not exist.</summary>
    public static ReadinessResult NotFound { get; } = new(ReadinessStatus.NotFound, "does not exist yet");

    /// <summary>Whether the message is something to look at although nothing waits for it, such as an autoscaler without metrics.</summary>
    public bool IsWarning { get; init; }

    internal static ReadinessResult Current(string message) => new(ReadinessStatus.Current, message);

    internal static ReadinessResult InProgress(string message) => new(ReadinessStatus.InProgress, message);

    internal static ReadinessResult Failed(string message) => new(ReadinessStatus.Failed, message);
}
