using System.Collections.Frozen;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>The API groups of Kubernetes itself; kinds of all others are defined by somebody, as by a CustomResourceDefinition.</summary>
/// <remarks>Source: the groups of k8s.io/api, apiextensions-apiserver and kube-aggregator. Their suffix is no sign: gateway.networking.k8s.io is a definition's.</remarks>
internal static class KubernetesGroups
{
    private static readonly FrozenSet<string> Named = FrozenSet.Create(
        "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "certificates.k8s.io",
        "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io", "flowcontrol.apiserver.k8s.io", "internal.apiserver.k8s.io", "networking.k8s.io", "node.k8s.io",
        "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io", "storage.k8s.io", "storagemigration.k8s.io");

    /// <summary>Whether a group is Kubernetes' own, in whatever version of it.</summary>
    internal static bool Contains(string group) => !group.Contains('.', StringComparison.Ordinal) || Named.Contains(group);
}
