namespace Cake.Istio.Sandbox.Validation;

/// <summary>Namespaces.</summary>
internal static class NamespaceRules
{
    /// <summary>Checks the finalizers of the spec, and the phase when the status is written.</summary>
    public static void Check(FieldCursor space, bool isNew, string? subresource)
    {
        if (isNew || subresource == "finalize")
            foreach (var finalizer in space["spec"]["finalizers"].Items())
            {
                var place = isNew ? finalizer with { Path = "spec.finalizers" } : finalizer;
                place.Invalid(NameRules.LabelKey(place.Text));
                MetadataValidation.CheckStandardFinalizer(place);
            }
        var expected = space["metadata"]["deletionTimestamp"].IsSet ? "Terminating" : "Active";
        if (subresource == "status" && space["status"]["phase"].Text != expected)
            space.Findings.Invalid("status.Phase", space["status"]["phase"].Text, $"may only be '{expected}' if `deletionTimestamp` is {(expected == "Active" ? "empty" : "not empty")}");
    }
}
