using Cake.Istio.Errors;

namespace Cake.Istio.Readiness;

/// <summary>How a wait ended.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Objects">Every object waited for, in the order given.</param>
/// <param name="Stuck">One report per object that is not ready; empty when all are.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record ReadinessOutcome(WaitEnd End, IReadOnlyList<ObjectReadiness> Objects, IReadOnlyList<StuckReport> Stuck, TimeSpan Elapsed)
{
    /// <summary>Throws unless everything is ready.</summary>
    /// <exception cref="MeshException">
    /// <see cref="ErrorCode.CannotBecomeReady"/>, <see cref="ErrorCode.ReadinessStalled"/>, <see cref="ErrorCode.NotReadyInTime"/>;
    /// with one block per object that is not ready.
    /// </exception>
    public void ThrowIfNotReady()
    {
        if (End == WaitEnd.Ready)
            return;
        var (code, why) = End switch
        {
            WaitEnd.CannotHeal => (ErrorCode.CannotBecomeReady, "can no longer become ready"),
            WaitEnd.Stalled => (ErrorCode.ReadinessStalled, "are not ready, and nothing has progressed for too long"),
            _ => (ErrorCode.NotReadyInTime, "are not ready, and the run's time is over"),
        };
        var culprits = End == WaitEnd.CannotHeal ? Stuck.Count(report => !report.CanHeal) : Stuck.Count;
        throw new MeshException(
            code,
            $"{culprits} of {Objects.Count} objects {why}.{Environment.NewLine}{string.Join(Environment.NewLine, Stuck.Select(StuckText.Render))}",
            Stuck.OrderBy(report => report.CanHeal).Select(report => report.NextCommand).FirstOrDefault(),
            Stuck.Count == 1 ? Stuck[0].Subject : null);
    }
}
