namespace Cake.Istio.Sandbox.Validation;

/// <summary>Which rules of metadata the validation of a kind's updates calls, beside those for all kinds.</summary>
[Flags]
internal enum MetadataRules
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Those of a new object (ValidateObjectMeta).</summary>
    New = 1,

    /// <summary>Those of an update (ValidateObjectMetaUpdate).</summary>
    Updated = 2,
}
