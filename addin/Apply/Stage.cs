namespace Cake.Istio.Apply;

/// <summary>The steps of an install, in their order; objects of one stage are applied in parallel. Removal goes the other way.</summary>
public enum Stage
{
    /// <summary>Namespaces.</summary>
    Namespaces,

    /// <summary>Custom resource definitions; nothing goes on before each is established and its kind is in discovery.</summary>
    CustomResourceDefinitions,

    /// <summary>Quotas, limits, policies, service accounts, roles and their bindings, classes.</summary>
    Access,

    /// <summary>Config maps, secrets, services, volumes, ingresses.</summary>
    Configuration,

    /// <summary>What runs pods, and everything that has no other place.</summary>
    Workloads,

    /// <summary>Autoscalers and disruption budgets.</summary>
    Scaling,

    /// <summary>Objects of kinds that a custom resource definition brings.</summary>
    CustomResources,

    /// <summary>Whatever can refuse other requests: webhooks, admission policies, aggregated APIs. Last, so that what answers them runs.</summary>
    Webhooks,
}
