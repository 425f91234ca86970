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
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
            if (pod["spec"][list].Count != old["spec"][list].Count)
            {
                pod["spec"][list].Findings.Forbidden(pod["spec"][list].Path, "pod updates may not add or remove containers");
                return;
            }
        var (deadline, before) = (pod["spec"]["activeDeadlineSeconds"], old["spec"]["activeDeadlineSeconds"]);
        if (deadline.Number > before.Number)
        {
            deadline.Invalid("must be less than or equal to previous value");
            return;
        }
        if (before.IsSet && !deadline.IsSet)
            deadline.Invalid("must not update from a positive integer to nil value");
        if (!old["spec"]["tolerations"].Items().All(item => pod["spec"]["tolerations"].Items().Any(other => JsonNode.DeepEquals(item.Without("tolerationSeconds"), other.Without("tolerationSeconds")))))
            pod.Findings.Forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
        foreach (var gate in pod["spec"]["schedulingGates"].Items().Where(gate => !old["spec"]["schedulingGates"].Items().Any(item => item["name"].Text == gate["name"].Text)))
            gate["name"].Forbid($"only deletion is allowed, but found new scheduling gate '{gate["name"].Text}'");
        if (!JsonNode.DeepEquals(Fixed(pod, old), Fixed(old, old)))
            pod.Findings.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
                + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
                + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
    }

    private static JsonObject Fixed(FieldCursor pod, FieldCursor old)
    {
        var spec = pod["spec"].Without(Mutable);
        if (old["spec"]["nodeName"].IsEmpty)
            spec.Remove("nodeName");
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
            foreach (var container in (spec[list] as JsonArray ?? []).OfType<JsonObject>())
                container.Remove("image");
        return spec;
    }
}
