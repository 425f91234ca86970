namespace Cake.Istio.Readiness;

/// <summary>Why a wait ended.</summary>
public enum WaitEnd
{
    /// <summary>Everything is ready.</summary>
    Ready,

    /// <summary>Something can no longer become ready.</summary>
    CannotHeal,

    /// <summary>Nothing has progressed for the stall timeout.</summary>
    Stalled,

    /// <summary>The run's time is nearly over.</summary>
    OutOfTime,
}
