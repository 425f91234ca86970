namespace Cake.Istio.Verification;

/// <summary>How a check ended.</summary>
public enum FindingStatus
{
    /// <summary>What was checked holds.</summary>
    Passed,

    /// <summary>Something deserves attention, but nothing is broken for certain.</summary>
    Warning,

    /// <summary>What was checked does not hold.</summary>
    Failed,
}
