using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task of the graph.</summary>
public interface IFrostingTask
{
    /// <summary>Why the task was skipped, where <see cref="ShouldRun"/> says so.</summary>
    string SkippedMessage => "";

    /// <summary>Does the task's work.</summary>
    /// <param name="context">The context.</param>
    Task RunAsync(ICakeContext context);

    /// <summary>Whether the task runs.</summary>
    /// <param name="context">The context.</param>
    bool ShouldRun(ICakeContext context);

    /// <summary>Takes over a failure of the task.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="context">The context.</param>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Runs after the task, also after a failed one.</summary>
    /// <param name="context">The context.</param>
    void Finally(ICakeContext context);
}
