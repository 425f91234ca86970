using System.Collections.Frozen;

namespace Cake.Istio.Sandbox.Registry;

/// <summary>Which kinds count their generations (<c>metadata.generation</c>), and what makes a new one.</summary>
internal static class Generations
{
    private static readonly FrozenSet<string> Counted = FrozenSet.Create(
        "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController", "Job", "CronJob", "Pod", "PodTemplate", "PodDisruptionBudget", "Ingress",
        "IngressClass", "NetworkPolicy", "EndpointSlice", "CustomResourceDefinition", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
        "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "FlowSchema",
        "PriorityLevelConfiguration", "PriorityClass", "DeviceClass", "ResourceSlice");

    /// <summary>Whether objects of this resource have a generation.</summary>
    public static bool Has(ResourceDefinition resource) => resource.Custom is not null || Counted.Contains(resource.Kind);

    /// <summary>Whether an update makes a new generation: a change of anything but metadata and status; of a Deployment also of its annotations.</summary>
    public static bool Changed(ResourceDefinition resource, JsonObject value, JsonObject old) =>
        (resource.Custom is not null && !resource.HasStatus ? !ObjectComparison.SameExcept(value, old, "metadata") : !ObjectComparison.SameExcept(value, old, "metadata", "status"))
        || (resource.Kind == "Deployment" && !JsonNode.DeepEquals(value["metadata"]?["annotations"], old["metadata"]?["annotations"]));
}
