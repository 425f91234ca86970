namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>Pods made from the template of a workload.</summary>
internal static class PodTemplate
{
    /// <summary>A Pod that the workload controls.</summary>
    /// <param name="owner">The workload.</param>
    /// <param name="template">Its template.</param>
    /// <param name="name">A fixed name; null for one generated from the workload's name.</param>
    public static JsonObject Instantiate(JsonObject owner, JsonNode? template, string? name = null)
    {
        var metadata = new JsonObject
        {
            ["namespace"] = owner.Namespace(),
            ["labels"] = template.Copy("metadata", "labels") ?? new JsonObject(),
            ["ownerReferences"] = new JsonArray(OwnerReference.ToController(owner)),
        };
        if (template.Copy("metadata", "annotations") is { } annotations)
            metadata["annotations"] = annotations;
        if (template.Copy("metadata", "finalizers") is { } finalizers)
            metadata["finalizers"] = finalizers;
        metadata["generateName"] = $"{owner.Name()}-";
        if (name is not null)
            metadata["name"] = name;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = template.Copy("spec") ?? new JsonObject(),
        };
    }
}
