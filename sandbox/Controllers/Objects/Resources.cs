namespace Cake.Istio.Sandbox.Controllers.Objects;

/// <summary>The built-in resources that controllers work on.</summary>
internal static class Resources
{
    public static readonly ResourceKey Namespaces = new("", "namespaces");
    public static readonly ResourceKey Nodes = new("", "nodes");
    public static readonly ResourceKey Pods = new("", "pods");
    public static readonly ResourceKey Services = new("", "services");
    public static readonly ResourceKey Endpoints = new("", "endpoints");
    public static readonly ResourceKey Events = new("", "events");
    public static readonly ResourceKey ConfigMaps = new("", "configmaps");
    public static readonly ResourceKey Secrets = new("", "secrets");
    public static readonly ResourceKey ServiceAccounts = new("", "serviceaccounts");
    public static readonly ResourceKey LimitRanges = new("", "limitranges");
    public static readonly ResourceKey ResourceQuotas = new("", "resourcequotas");
    public static readonly ResourceKey Deployments = new("apps", "deployments");
    public static readonly ResourceKey ReplicaSets = new("apps", "replicasets");
    public static readonly ResourceKey StatefulSets = new("apps", "statefulsets");
    public static readonly ResourceKey DaemonSets = new("apps", "daemonsets");
    public static readonly ResourceKey ControllerRevisions = new("apps", "controllerrevisions");
    public static readonly ResourceKey PersistentVolumeClaims = new("", "persistentvolumeclaims");
    public static readonly ResourceKey Jobs = new("batch", "jobs");
    public static readonly ResourceKey Leases = new("coordination.k8s.io", "leases");
    public static readonly ResourceKey EndpointSlices = new("discovery.k8s.io", "endpointslices");
    public static readonly ResourceKey HorizontalPodAutoscalers = new("autoscaling", "horizontalpodautoscalers");
    public static readonly ResourceKey PodDisruptionBudgets = new("policy", "poddisruptionbudgets");
    public static readonly ResourceKey PriorityClasses = new("scheduling.k8s.io", "priorityclasses");
    public static readonly ResourceKey CustomResourceDefinitions = new("apiextensions.k8s.io", "customresourcedefinitions");
    public static readonly ResourceKey MutatingWebhooks = new("admissionregistration.k8s.io", "mutatingwebhookconfigurations");
    public static readonly ResourceKey ValidatingWebhooks = new("admissionregistration.k8s.io", "validatingwebhookconfigurations");
}
