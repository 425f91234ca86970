namespace Cake.Istio.Apply;

/// <summary>How an object that we send and the live one differ at a field.</summary>
internal enum DifferenceKind
{
    /// <summary>We send it, the live object lacks it.</summary>
    Added,

    /// <summary>The values differ, or items of a list stand in another order.</summary>
    Changed,

    /// <summary>We own it and no longer send it.</summary>
    Removed,

    /// <summary>The values agree, but we do not own the field yet.</summary>
    Unowned,
}
