using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>Judges a live object by its status alone: no clock, no other object.</summary>
/// <remarks>
/// The rules are kstatus' (sigs.k8s.io/cli-utils), stricter where a mesh would not work: a running Job, a failed Pod, a Namespace and an
/// APIService are not ready. More patient in one place: a Pod in CrashLoopBackOff is still in progress, because restarts are how a mesh
/// starts. A load balancer's address and a webhook's <c>caBundle</c> are judged elsewhere.
/// </remarks>
public static class ReadinessRules
{
    /// <summary>The object's readiness.</summary>
    /// <param name="json">The live object.</param>
    public static ReadinessResult Evaluate(JsonObject json) => GenericReadiness.Evaluate(json) ?? EvaluateKind(json);

    /// <summary>Whether objects of the kind can be anything but ready once they were applied; the others need no watch.</summary>
    /// <param name="apiVersion">Group and version as in a manifest.</param>
    /// <param name="kind">The kind.</param>
    public static bool NeedsWaiting(string apiVersion, string kind) => (Group(apiVersion), kind) is not (
        ("", "ConfigMap" or "Secret" or "ServiceAccount" or "LimitRange" or "Endpoints")
        or ("rbac.authorization.k8s.io", _)
        or ("admissionregistration.k8s.io", "MutatingWebhookConfiguration" or "ValidatingWebhookConfiguration")
        or ("scheduling.k8s.io" or "storage.k8s.io" or "discovery.k8s.io", _)
        or ("batch", "CronJob")
        or ("networking.k8s.io", "NetworkPolicy" or "IngressClass"));

    private static ReadinessResult EvaluateKind(JsonObject json) => (Group(json.Text("apiVersion") ?? ""), json.Text("kind")) switch
    {
        ("apps" or "extensions", "Deployment") => DeploymentReadiness.Evaluate(json),
        ("apps" or "extensions", "ReplicaSet") => ReplicaSetReadiness.Evaluate(json),
        ("apps" or "extensions", "DaemonSet") => DaemonSetReadiness.Evaluate(json),
        ("apps", "StatefulSet") => StatefulSetReadiness.Evaluate(json),
        ("batch", "Job") => JobReadiness.Evaluate(json),
        ("", "Pod") => PodReadiness.Evaluate(json),
        ("", "Service") => ServiceReadiness.Evaluate(json),
        ("", "Namespace") => NamespaceReadiness.Evaluate(json),
        ("", "PersistentVolumeClaim") => PersistentVolumeClaimReadiness.Evaluate(json),
        ("policy", "PodDisruptionBudget") => ReadinessResult.Current("the budget is in force"),
        ("autoscaling", "HorizontalPodAutoscaler") => HorizontalPodAutoscalerReadiness.Evaluate(json),
        ("apiextensions.k8s.io", "CustomResourceDefinition") => CustomResourceDefinitionReadiness.Evaluate(json),
        ("apiregistration.k8s.io", "APIService") => ApiServiceReadiness.Evaluate(json),
        ("gateway.networking.k8s.io", "Gateway") => GatewayReadiness.Evaluate(json),
        _ => GenericReadiness.ByReadyCondition(json),
    };

    private static string Group(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? apiVersion[..slash] : "";
}
