using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>Orders objects by what they need, never by their place in a file.</summary>
internal static class StageOrder
{
    private static readonly (Stage Stage, string[] Kinds)[] Kinds =
    [
        (Stage.Namespaces, ["Namespace"]),
        (Stage.CustomResourceDefinitions, ["CustomResourceDefinition"]),
        (Stage.Access,
        [
            "PriorityClass", "RuntimeClass", "StorageClass", "IngressClass", "ResourceQuota", "LimitRange", "NetworkPolicy", "PodSecurityPolicy",
            "ServiceAccount", "ClusterRole", "Role", "ClusterRoleBinding", "RoleBinding",
        ]),
        (Stage.Configuration,
        [
            "ConfigMap", "Secret", "PersistentVolume", "PersistentVolumeClaim", "Service", "Endpoints", "EndpointSlice", "Ingress",
        ]),
        (Stage.Workloads, ["DaemonSet", "StatefulSet", "Deployment", "ReplicaSet", "ReplicationController", "Pod", "Job", "CronJob"]),
        (Stage.Scaling, ["HorizontalPodAutoscaler", "PodDisruptionBudget"]),
        (Stage.Webhooks,
        [
            "APIService", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding",
            "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration",
        ]),
    ];

    private static readonly Dictionary<string, (Stage Stage, int Rank)> Places = Kinds
        .SelectMany(stage => stage.Kinds.Select((kind, rank) => (kind, place: (stage.Stage, rank))))
        .ToDictionary(entry => entry.kind, entry => entry.place, StringComparer.Ordinal);

    /// <summary>The stage of an object.</summary>
    /// <param name="subject">The object.</param>
    public static Stage StageOf(ObjectRef subject) => PlaceOf(subject).Stage;

    /// <summary>Sorts by stage, then kind, group, namespace and name: the same order on every run.</summary>
    public static IReadOnlyList<T> ForInstall<T>(IEnumerable<T> items, Func<T, ObjectRef> subject) =>
    [
        .. items
            .OrderBy(item => PlaceOf(subject(item)))
            .ThenBy(item => subject(item).Kind, StringComparer.Ordinal)
            .ThenBy(item => subject(item).Group, StringComparer.Ordinal)
            .ThenBy(item => subject(item).Namespace, StringComparer.Ordinal)
            .ThenBy(item => subject(item).Name, StringComparer.Ordinal),
    ];

    /// <summary>The reverse of <see cref="ForInstall"/>: what can refuse other requests goes first.</summary>
    public static IReadOnlyList<T> ForRemoval<T>(IEnumerable<T> items, Func<T, ObjectRef> subject) =>
        [.. ForInstall(items, subject).Reverse()];

    private static (Stage Stage, int Rank) PlaceOf(ObjectRef subject)
    {
        if (!DesiredBody.IsBuiltIn(subject.Group))
            return (Stage.CustomResources, 0);
        return Places.TryGetValue(subject.Kind, out var place) ? place : (Stage.Workloads, int.MaxValue);
    }
}
