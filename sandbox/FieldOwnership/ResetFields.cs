namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>
/// The fields that an endpoint resets to what is stored (the strategies' GetResetFields): the object's endpoint the status, the status endpoint the rest.
/// </summary>
internal static class ResetFields
{
    private static readonly FieldSet Status = FieldSet.Of("status");
    private static readonly FieldSet Spec = FieldSet.Of("spec");
    private static readonly FieldSet SpecAndMetadata = FieldSet.Of("spec", "metadata");

    private static readonly Dictionary<string, FieldSet> OfStatus = new()
    {
        ["Deployment.apps"] = FieldSet.Of("spec", "metadata.labels"),
        ["Pod"] = FieldSet.Of("spec", "metadata.deletionTimestamp", "metadata.ownerReferences"),
        ["CustomResourceDefinition.apiextensions.k8s.io"] = SpecAndMetadata,
        ["APIService.apiregistration.k8s.io"] = SpecAndMetadata,
    };

    /// <summary>The set; empty where nothing is reset.</summary>
    public static FieldSet Of(KindSchema kind, string? subresource) => subresource switch
    {
        null when kind.Has("status") => Status,
        "status" when kind.IsCustom => SpecAndMetadata,
        "status" => OfStatus.GetValueOrDefault(kind.QualifiedKind, Spec),
        _ => FieldSet.Empty,
    };
}
