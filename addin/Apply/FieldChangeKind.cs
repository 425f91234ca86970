namespace Cake.Istio.Apply;

/// <summary>How a field changes.</summary>
public enum FieldChangeKind
{
    /// <summary><c>+</c>: it is set for the first time.</summary>
    Added,

    /// <summary><c>~</c>: it gets another value.</summary>
    Changed,

    /// <summary><c>-</c>: it is removed.</summary>
    Removed,
}
