namespace Cake.Istio.Sandbox.Validation;

/// <summary>Pods as such.</summary>
internal static class PodRules
{
    private static readonly string[] Mutable = ["activeDeadlineSeconds", "tolerations", "schedulingGates", "ephemeralContainers"];

    /// <summary>Checks a Pod.</summary>
    public static void Check(FieldCursor pod)
    {
        PodTemplateRules.CheckSpec(pod["spec"]);
        foreach (var container in pod["spec"]["containers"].Items().Concat(pod["spec"]["initContainers"].Items()))
            if (container["image"].Text != container["image"].Text.Trim())
                container["image"].Invalid("must not have leading or trailing whitespace");
    }

    /// <summary>A Pod's spec stays, but for images and a few more fields. The node is set by binding.</summary>
    public static void CheckKept(FieldCursor pod, FieldCursor old)
    {
        if (pod["spec"]["containers"].Count != old["spec"]["containers"].Count)
            pod.Findings.Forbidden("spec.containers", "pod updates may not add or remove containers");
        else if (!JsonNode.DeepEquals(Fixed(pod, old), Fixed(old, old)))
            pod.Findings.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
                + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
                + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
    }

    private static JsonObject Fixed(FieldCursor pod, FieldCursor old)
    {
        var spec = pod["spec"].Value?.DeepClone() as JsonObject ?? [];
        foreach (var field in Mutable)
            spec.Remove(field);
        if (old["spec"]["nodeName"].IsEmpty)
            spec.Remove("nodeName");
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
            foreach (var container in (spec[list] as JsonArray ?? []).OfType<JsonObject>())
                container.Remove("image");
        return spec;
    }
}
