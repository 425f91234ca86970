namespace Cake.Istio.Frosting;

/// <summary>
/// Tells a host that changes are pending and that <c>--plan-exit-code</c> was given. A host that registers it as a service ends with
/// <see cref="ExitCode"/>; Cake itself knows no exit code of a task. In any other host the task fails, so that the answer is not lost.
/// </summary>
public sealed class PendingChanges
{
    /// <summary>The exit code for pending changes: 2.</summary>
    public const int ExitCode = 2;

    /// <summary>Whether changes are pending and the exit code was asked for.</summary>
    public bool AreFound { get; internal set; }

    /// <summary>The exit code of the run.</summary>
    /// <param name="exitCode">Cake's own.</param>
    public int Over(int exitCode) => exitCode == 0 && AreFound ? ExitCode : exitCode;
}
