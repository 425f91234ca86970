using System.Collections.Frozen;
using Cake.Istio.Sandbox.CustomSchemas;

namespace Cake.Istio.Sandbox.Validation;

/// <summary>The validation of objects before they are stored: rules of the kind, and rules between the stored object and the next.</summary>
internal static class ObjectValidation
{
    private sealed record Rules(Action<FieldCursor> Check, Action<FieldCursor, FieldCursor>? CheckKept = null, bool KeptFirst = false);

    private static readonly FrozenDictionary<string, Rules> ByKind = new Dictionary<string, Rules>
    {
        ["ClusterRole.rbac.authorization.k8s.io"] = new(role => AccessRules.CheckRole(role, isNamespaced: false)),
        ["ClusterRoleBinding.rbac.authorization.k8s.io"] = new(binding => AccessRules.CheckBinding(binding, isNamespaced: false), AccessRules.CheckBindingKept),
        ["ConfigMap"] = new(ConfigRules.CheckConfigMap, ConfigRules.CheckKept, KeptFirst: true),
        ["CronJob.batch"] = new(JobRules.CheckCronJob),
        ["CustomResourceDefinition.apiextensions.k8s.io"] = new(DefinitionRules.Check, DefinitionRules.CheckKept),
        ["DaemonSet.apps"] = new(WorkloadRules.CheckDaemonSet, WorkloadRules.CheckSelectorKept),
        ["Deployment.apps"] = new(WorkloadRules.CheckDeployment, WorkloadRules.CheckSelectorKept),
        ["Endpoints"] = new(MiscellaneousRules.CheckEndpoints),
        ["EndpointSlice.discovery.k8s.io"] = new(MiscellaneousRules.CheckEndpointSlice, MiscellaneousRules.CheckEndpointSliceKept),
        ["HorizontalPodAutoscaler.autoscaling"] = new(AutoscalerRules.Check),
        ["Ingress.networking.k8s.io"] = new(IngressRules.Check),
        ["IngressClass.networking.k8s.io"] = new(ClassRules.CheckIngress, (ingress, old) => ingress["spec"]["controller"].RequireUnchanged(old["spec"]["controller"]), KeptFirst: true),
        ["Job.batch"] = new(JobRules.Check, JobRules.CheckKept),
        ["Lease.coordination.k8s.io"] = new(MiscellaneousRules.CheckLease),
        ["LimitRange"] = new(LimitRangeRules.Check),
        ["MutatingWebhookConfiguration.admissionregistration.k8s.io"] = new(configuration => WebhookRules.Check(configuration, isMutating: true)),
        ["NetworkPolicy.networking.k8s.io"] = new(PolicyRules.CheckNetworkPolicy),
        ["Node"] = new(NodeRules.Check, NodeRules.CheckKept),
        ["PersistentVolumeClaim"] = new(MiscellaneousRules.CheckClaim, MiscellaneousRules.CheckClaimKept),
        ["Pod"] = new(PodRules.Check, PodRules.CheckKept),
        ["PodDisruptionBudget.policy"] = new(PolicyRules.CheckBudget),
        ["PodTemplate"] = new(template => PodTemplateRules.Check(template["template"])),
        ["PriorityClass.scheduling.k8s.io"] = new(MiscellaneousRules.CheckPriorityClass, MiscellaneousRules.CheckPriorityClassKept),
        ["ReplicaSet.apps"] = new(WorkloadRules.CheckReplicaSet, WorkloadRules.CheckSelectorKept),
        ["ResourceQuota"] = new(QuotaRules.Check, QuotaRules.CheckKept),
        ["Role.rbac.authorization.k8s.io"] = new(role => AccessRules.CheckRole(role, isNamespaced: true)),
        ["RoleBinding.rbac.authorization.k8s.io"] = new(binding => AccessRules.CheckBinding(binding, isNamespaced: true), AccessRules.CheckBindingKept),
        ["Secret"] = new(ConfigRules.CheckSecret, ConfigRules.CheckKept, KeptFirst: true),
        ["Service"] = new(ServiceRules.Check, ServiceRules.CheckKept, KeptFirst: true),
        ["StatefulSet.apps"] = new(WorkloadRules.CheckStatefulSet, WorkloadRules.CheckStatefulSetKept),
        ["StorageClass.storage.k8s.io"] = new(ClassRules.CheckStorage, ClassRules.CheckStorageKept),
        ["ValidatingWebhookConfiguration.admissionregistration.k8s.io"] = new(configuration => WebhookRules.Check(configuration, isMutating: false)),
    }.ToFrozenDictionary();

    /// <summary>Checks an object that is complete with defaults and with what the server sets itself.</summary>
    /// <param name="kind">The kind in the version of the request.</param>
    /// <param name="value">The object to be stored.</param>
    /// <param name="old">The stored object; null for a new one.</param>
    /// <param name="subresource">The subresource that is written, such as <c>status</c>; null for the object itself.</param>
    /// <param name="apiVersion">The version of the request; null for that of the kind.</param>
    /// <returns>What is wrong, in a server's order.</returns>
    public static IReadOnlyList<StatusCause> Check(KindSchema kind, JsonObject value, JsonObject? old, string? subresource = null, string? apiVersion = null)
    {
        var findings = new Findings();
        var next = new FieldCursor(value, "", findings);
        if (IsAnswered(kind))
            return findings.Causes;
        if (old is null)
            MetadataValidation.CheckCreate(kind, next["metadata"], DefinitionRules.ExpectedName(kind, next));
        else
            MetadataValidation.CheckUpdate(kind, next["metadata"], new FieldCursor(old, "", findings)["metadata"]);
        if (kind.Structural is { } schema)
            CustomObjectValidation.Check(schema, value, old, subresource, findings);
        else if (kind.QualifiedKind == "Event")
            EventRules.Check(next, old is null ? null : new FieldCursor(old, "", findings), apiVersion ?? kind.ApiVersion);
        else if (subresource == "status")
            StatusRules.Check(kind.QualifiedKind, next, new FieldCursor(old, "", findings));
        else if (ByKind.TryGetValue(kind.QualifiedKind, out var rules))
        {
            if (old is not null && rules.KeptFirst)
                rules.CheckKept?.Invoke(next, new FieldCursor(old, "", findings));
            rules.Check(next);
            if (old is not null && !rules.KeptFirst)
                rules.CheckKept?.Invoke(next, new FieldCursor(old, "", findings));
        }
        if (kind.QualifiedKind == "Namespace")
            NamespaceRules.Check(next, old is null, subresource);
        return findings.Causes;
    }

    // A review is answered and not stored; it needs no name.
    private static bool IsAnswered(KindSchema kind) => kind.Verbs is ["create"];

    /// <summary>The refusal with these causes.</summary>
    public static StatusException Refuse(KindSchema kind, JsonObject value, IReadOnlyList<StatusCause> causes) =>
        StatusException.Invalid(kind.Group, kind.Kind, (string?)value["metadata"]?["name"] ?? "", causes);
}
