namespace Cake.Istio.Sandbox.Selectors;

/// <summary>How a label is compared.</summary>
internal enum LabelOperator
{
    /// <summary>The value is one of the given.</summary>
    In,

    /// <summary>The label is absent or its value is none of the given.</summary>
    NotIn,

    /// <summary>The label is there.</summary>
    Exists,

    /// <summary>The label is absent.</summary>
    DoesNotExist,

    /// <summary>The value is a greater integer.</summary>
    GreaterThan,

    /// <summary>The value is a smaller integer.</summary>
    LessThan,
}
