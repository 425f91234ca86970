using System.Text.Json;

namespace Cake.Istio.Manifests.Shape;

/// <summary>The type of a field, wherever a kind has it; every step on the way to it is a mapping.</summary>
/// <param name="Kinds">The kinds; empty for all of them.</param>
/// <param name="Path">The steps: a field, <c>field[]</c> for every entry of a list, <c>*</c> for every field of a mapping.</param>
/// <param name="Type">What is at the end.</param>
internal sealed record ShapeRule(IReadOnlyList<string> Kinds, IReadOnlyList<string> Path, JsonValueKind Type)
{
    /// <summary>The ending of a step over every entry of a list.</summary>
    internal const string Each = "[]";

    /// <summary>The step over every field of a mapping.</summary>
    internal const string Any = "*";

    private static readonly string[] PodOwners = ["Deployment", "DaemonSet", "ReplicaSet", "StatefulSet", "ReplicationController", "Job"];

    private static readonly IReadOnlyList<ShapeRule> All =
    [
        .. Of([], JsonValueKind.Object, "spec"),
        .. Of(["CustomResourceDefinition"], JsonValueKind.String, "spec.group", "spec.version", "spec.scope", "spec.names.kind", "spec.names.plural", "spec.versions[].name"),
        .. Of(["ConfigMap", "Secret"], JsonValueKind.String, "data.*", "stringData.*"),
        .. Of(["Service"], JsonValueKind.String, "spec.selector.*", "spec.type", "spec.ports[].name"),
        .. Of(["RoleBinding", "ClusterRoleBinding"], JsonValueKind.String, "roleRef.kind", "roleRef.name", "subjects[].kind", "subjects[].name", "subjects[].namespace"),
        .. Of(["Role", "ClusterRole"], JsonValueKind.String, "rules[].verbs[]", "rules[].apiGroups[]", "rules[].resources[]", "rules[].resourceNames[]", "rules[].nonResourceURLs[]"),
        .. Of(["HorizontalPodAutoscaler"], JsonValueKind.String, "spec.scaleTargetRef.apiVersion", "spec.scaleTargetRef.kind", "spec.scaleTargetRef.name"),
        .. Of(
            ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
            JsonValueKind.String,
            "webhooks[].name", "webhooks[].clientConfig.caBundle", "webhooks[].clientConfig.service.name", "webhooks[].clientConfig.service.namespace"),
        .. Pods(["Pod"], ""),
        .. Pods(PodOwners, "spec.template."),
        .. Pods(["CronJob"], "spec.jobTemplate.spec.template."),
    ];

    /// <summary>The rules for a kind.</summary>
    internal static IEnumerable<ShapeRule> For(string kind) => All.Where(rule => rule.Kinds.Count == 0 || rule.Kinds.Contains(kind));

    private static IEnumerable<ShapeRule> Pods(string[] kinds, string template) =>
    [
        .. Of(
            kinds,
            JsonValueKind.String,
            [
                .. new[] { "metadata.labels.*", "metadata.annotations.*", "spec.serviceAccountName", "spec.volumes[].configMap.name", "spec.volumes[].secret.secretName" }.Select(path => template + path),
                .. new[] { "containers[]", "initContainers[]" }.SelectMany(list => new[] { "name", "image" }, (list, field) => $"{template}spec.{list}.{field}"),
            ]),
        .. Of(kinds, JsonValueKind.True, $"{template}spec.volumes[].configMap.optional", $"{template}spec.volumes[].secret.optional"),
    ];

    private static IEnumerable<ShapeRule> Of(string[] kinds, JsonValueKind type, params string[] paths) => paths.Select(path => new ShapeRule(kinds, path.Split('.'), type));
}
