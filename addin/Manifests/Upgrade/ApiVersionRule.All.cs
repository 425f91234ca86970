using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>Every removal up to Kubernetes 1.36 of a kind that a manifest can hold.</summary>
/// <remarks>Source: kubernetes.io/docs/reference/using-api/deprecation-guide, and for what it leaves out (alpha versions, 1.16) the release notes.</remarks>
internal sealed partial record ApiVersionRule
{
    private static IEnumerable<ApiVersionRule> All() =>
    [
        .. Of("extensions/v1beta1", 16, "apps/v1", ("Deployment", Workload.FromExtensions), ("DaemonSet", Workload.FromExtensions), ("ReplicaSet", Workload.FromExtensions)),
        .. Of("apps/v1beta1", 16, "apps/v1", ("Deployment", Workload.FromAppsV1Beta1), ("StatefulSet", Workload.FromAppsV1Beta1), ("ControllerRevision", null)),
        .. Of("apps/v1beta2", 16, "apps/v1", ("Deployment", null), ("DaemonSet", null), ("ReplicaSet", null), ("StatefulSet", null), ("ControllerRevision", null)),
        .. Of("extensions/v1beta1", 16, "networking.k8s.io/v1", ("NetworkPolicy", null)),
        .. Of("extensions/v1beta1", 16, null, ("PodSecurityPolicy", null)),
        .. Of("extensions/v1beta1", 22, "networking.k8s.io/v1", ("Ingress", Ingress.Rewrite)),
        .. Of("networking.k8s.io/v1beta1", 22, "networking.k8s.io/v1", ("Ingress", Ingress.Rewrite), ("IngressClass", null)),
        .. Of("admissionregistration.k8s.io/v1beta1", 22, "admissionregistration.k8s.io/v1",
            ("MutatingWebhookConfiguration", WebhookConfiguration.Rewrite), ("ValidatingWebhookConfiguration", WebhookConfiguration.Rewrite)),
        .. Of("apiextensions.k8s.io/v1beta1", 22, "apiextensions.k8s.io/v1", ("CustomResourceDefinition", CustomResourceDefinition.Rewrite)),
        .. Of("apiregistration.k8s.io/v1beta1", 22, "apiregistration.k8s.io/v1", ("APIService", null)),
        .. Of("coordination.k8s.io/v1beta1", 22, "coordination.k8s.io/v1", ("Lease", null)),
        .. Rbac("rbac.authorization.k8s.io/v1alpha1", RoleBinding.FromAlpha),
        .. Rbac("rbac.authorization.k8s.io/v1beta1", RoleBinding.Rewrite),
        .. Of("scheduling.k8s.io/v1alpha1", null, "scheduling.k8s.io/v1", ("PriorityClass", null)),
        .. Of("scheduling.k8s.io/v1beta1", 22, "scheduling.k8s.io/v1", ("PriorityClass", null)),
        .. Of("storage.k8s.io/v1beta1", 22, "storage.k8s.io/v1", ("StorageClass", null), ("CSIDriver", null), ("CSINode", null), ("VolumeAttachment", null)),
        .. Of("certificates.k8s.io/v1beta1", 22, null, ("CertificateSigningRequest", null)),
        .. Of("autoscaling/v1", null, "autoscaling/v2", ("HorizontalPodAutoscaler", HorizontalPodAutoscaler.FromV1)),
        .. Of("autoscaling/v2beta1", 25, "autoscaling/v2", ("HorizontalPodAutoscaler", HorizontalPodAutoscaler.FromV2Beta1)),
        .. Of("autoscaling/v2beta2", 26, "autoscaling/v2", ("HorizontalPodAutoscaler", null)),
        .. Of("batch/v2alpha1", 21, "batch/v1", ("CronJob", null)),
        .. Of("batch/v1beta1", 25, "batch/v1", ("CronJob", null)),
        .. Of("discovery.k8s.io/v1beta1", 25, "discovery.k8s.io/v1", ("EndpointSlice", EndpointSlice.Rewrite)),
        .. Of("events.k8s.io/v1beta1", 25, null, ("Event", null)),
        .. Of("node.k8s.io/v1alpha1", null, "node.k8s.io/v1", ("RuntimeClass", RuntimeClass.FromAlpha)),
        .. Of("node.k8s.io/v1beta1", 25, "node.k8s.io/v1", ("RuntimeClass", null)),
        .. Of("policy/v1beta1", 25, "policy/v1", ("PodDisruptionBudget", PodDisruptionBudget.Rewrite)),
        .. Of("policy/v1beta1", 25, null, ("PodSecurityPolicy", null)),
        .. Of("storage.k8s.io/v1beta1", 27, "storage.k8s.io/v1", ("CSIStorageCapacity", null)),
        .. FlowControl("flowcontrol.apiserver.k8s.io/v1beta1", 26),
        .. FlowControl("flowcontrol.apiserver.k8s.io/v1beta2", 29),
        .. FlowControl("flowcontrol.apiserver.k8s.io/v1beta3", 32),
    ];

    private static IEnumerable<ApiVersionRule> Of(
        string apiVersion, int? removedIn, string? successor, params (string Kind, Action<JsonObject, ICollection<string>>? Rewrite)[] kinds) =>
        kinds.Select(kind => new ApiVersionRule(apiVersion, kind.Kind, removedIn, successor, kind.Rewrite));

    private static IEnumerable<ApiVersionRule> Rbac(string apiVersion, Action<JsonObject, ICollection<string>> binding) =>
        Of(apiVersion, 22, "rbac.authorization.k8s.io/v1", ("Role", null), ("ClusterRole", null), ("RoleBinding", binding), ("ClusterRoleBinding", binding));

    private static IEnumerable<ApiVersionRule> FlowControl(string apiVersion, int removedIn) =>
        Of(apiVersion, removedIn, "flowcontrol.apiserver.k8s.io/v1", ("FlowSchema", null), ("PriorityLevelConfiguration", PriorityLevelConfiguration.Rewrite));
}
