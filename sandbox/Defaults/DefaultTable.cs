using System.Collections.Frozen;
using static Cake.Istio.Sandbox.Defaults.DefaultRules;

namespace Cake.Istio.Sandbox.Defaults;

/// <summary>The defaults that kube-apiserver writes in code (the SetDefaults functions), by type. Constant ones of OpenAPI are in kinds.txt.</summary>
internal static class DefaultTable
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    /// <summary>The rules by the type's name, in their order.</summary>
    public static FrozenDictionary<string, DefaultRule[]> Rules { get; } = new Dictionary<string, DefaultRule[]>
    {
        ["admissionregistration.v1.MutatingWebhook"] = [.. Webhook(), Value("reinvocationPolicy", "Never")],
        ["admissionregistration.v1.ValidatingWebhook"] = Webhook(),
        ["admissionregistration.v1.RuleWithOperations"] = [Value("scope", "*")],
        ["admissionregistration.v1.ServiceReference"] = [Value("port", 443)],
        ["apiextensions.v1.CustomResourceDefinition"] = [DefinitionDefaults.Apply],
        ["apiextensions.v1.ServiceReference"] = [Value("port", 443)],
        ["apps.v1.DaemonSet"] = [WorkloadDefaults.CountTemplates, In("spec", In("updateStrategy", Value("type", "RollingUpdate"),
            When("type", "RollingUpdate", Object("rollingUpdate"), In("rollingUpdate", Value("maxUnavailable", 1), Value("maxSurge", 0)))),
            Value("revisionHistoryLimit", 10))],
        ["apps.v1.Deployment"] = [In("spec", Value("replicas", 1), In("strategy", Value("type", "RollingUpdate"),
            When("type", "RollingUpdate", Object("rollingUpdate"), In("rollingUpdate", Value("maxUnavailable", "25%"), Value("maxSurge", "25%")))),
            Value("revisionHistoryLimit", 10), Value("progressDeadlineSeconds", 600))],
        ["apps.v1.ReplicaSet"] = [In("spec", Value("replicas", 1))],
        ["apps.v1.StatefulSet"] = [In("spec", Value("podManagementPolicy", "OrderedReady"), WorkloadDefaults.ClaimTemplates, In("updateStrategy", WorkloadDefaults.StatefulSetStrategy),
            Object("persistentVolumeClaimRetentionPolicy"),
            In("persistentVolumeClaimRetentionPolicy", Value("whenDeleted", "Retain"), Value("whenScaled", "Retain")),
            Value("replicas", 1), Value("revisionHistoryLimit", 10))],
        ["autoscaling.v2.HorizontalPodAutoscalerSpec"] = [Value("minReplicas", 1), AutoscalerDefaults.Metrics, AutoscalerDefaults.Behavior],
        ["batch.v1.CronJobSpec"] = [Value("concurrencyPolicy", "Allow"), Value("suspend", false), Value("successfulJobsHistoryLimit", 3), Value("failedJobsHistoryLimit", 1)],
        ["batch.v1.PodFailurePolicyOnPodConditionsPattern"] = [When("status", "", value => value["status"] = "True")],
        ["batch.v1.Job"] = [WorkloadDefaults.Job, WorkloadDefaults.LabelsFromTemplate],
        ["core.v1.ConfigMapVolumeSource"] = [Value("defaultMode", 420)],
        ["core.v1.Container"] = PodDefaults.Container(),
        ["core.v1.DownwardAPIVolumeSource"] = [Value("defaultMode", 420)],
        ["core.v1.EndpointPort"] = [Value("protocol", "TCP")],
        ["core.v1.EphemeralContainer"] = PodDefaults.Container(),
        ["core.v1.GRPCAction"] = [Value("service", "")],
        ["core.v1.HTTPGetAction"] = [Value("path", "/"), Value("scheme", "HTTP")],
        ["core.v1.HostPathVolumeSource"] = [Value("type", "")],
        ["core.v1.LimitRangeItem"] = [NamespaceDefaults.Limits],
        ["core.v1.Namespace"] = [NamespaceDefaults.Label, In("status", Value("phase", "Active"))],
        ["core.v1.ObjectFieldSelector"] = [Value("apiVersion", "v1")],
        ["core.v1.PersistentVolume"] = [In("status", Value("phase", "Pending")), In("spec", Value("persistentVolumeReclaimPolicy", "Retain"), Value("volumeMode", "Filesystem"))],
        ["core.v1.PersistentVolumeClaim"] = [In("status", Value("phase", "Pending"))],
        ["core.v1.PersistentVolumeClaimSpec"] = [Value("volumeMode", "Filesystem")],
        ["core.v1.Pod"] = [PodDefaults.Requests, In("spec", Value("enableServiceLinks", true), PodDefaults.HostPorts)],
        ["core.v1.PodSpec"] = [PodDefaults.ServiceAccount, Value("dnsPolicy", "ClusterFirst"), Value("restartPolicy", "Always"), Object("securityContext"),
            Value("terminationGracePeriodSeconds", 30), Value("schedulerName", "default-scheduler")],
        ["core.v1.Probe"] = [Value("timeoutSeconds", 1), Value("periodSeconds", 10), Value("successThreshold", 1), Value("failureThreshold", 3)],
        ["core.v1.ProjectedVolumeSource"] = [Value("defaultMode", 420)],
        ["core.v1.ReplicationController"] = [In("spec", Value("replicas", 1), WorkloadDefaults.SelectorFromTemplate), WorkloadDefaults.LabelsFromTemplate],
        ["core.v1.Secret"] = [SecretDefaults.MergeStringData, Value("type", "Opaque")],
        ["core.v1.SecretVolumeSource"] = [Value("defaultMode", 420)],
        ["core.v1.Service"] = [ServiceDefaults.Apply],
        ["core.v1.ServiceAccountTokenProjection"] = [Value("expirationSeconds", 3600)],
        ["core.v1.Volume"] = [PodDefaults.Volume],
        ["discovery.v1.EndpointPort"] = [Value("name", ""), Value("protocol", "TCP")],
        ["networking.v1.IngressClassParametersReference"] = [Value("scope", "Cluster")],
        ["networking.v1.NetworkPolicyPort"] = [Value("protocol", "TCP")],
        ["networking.v1.NetworkPolicySpec"] = [NamespaceDefaults.PolicyTypes],
        ["rbac.v1.ClusterRoleBinding"] = [In("roleRef", ApiGroup)],
        ["rbac.v1.RoleBinding"] = [In("roleRef", ApiGroup)],
        ["rbac.v1.Subject"] = [When("kind", "User", Value("apiGroup", RbacGroup)), When("kind", "Group", Value("apiGroup", RbacGroup))],
        ["scheduling.v1.PriorityClass"] = [Value("preemptionPolicy", "PreemptLowerPriority")],
        ["storage.v1.StorageClass"] = [Value("reclaimPolicy", "Delete"), Value("volumeBindingMode", "Immediate")],
    }.ToFrozenDictionary();

    private static void ApiGroup(JsonObject roleRef)
    {
        if ((string?)roleRef["apiGroup"] is null or "")
            roleRef["apiGroup"] = RbacGroup;
    }

    private static DefaultRule[] Webhook() =>
    [
        Value("failurePolicy", "Fail"), Value("matchPolicy", "Equivalent"), Object("namespaceSelector"), Object("objectSelector"), Value("timeoutSeconds", 10),
    ];
}
