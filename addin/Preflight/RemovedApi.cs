namespace Cake.Istio.Preflight;

/// <summary>API versions that Kubernetes no longer serves, and since when.</summary>
/// <remarks>Source: the Kubernetes deprecated API migration guide.</remarks>
internal static class RemovedApi
{
    private static readonly Dictionary<string, int> MinorByVersion = new(StringComparer.Ordinal)
    {
        ["admissionregistration.k8s.io/v1beta1"] = 22,
        ["apiextensions.k8s.io/v1beta1"] = 22,
        ["apiregistration.k8s.io/v1beta1"] = 22,
        ["apps/v1beta1"] = 16,
        ["apps/v1beta2"] = 16,
        ["autoscaling/v2beta1"] = 25,
        ["autoscaling/v2beta2"] = 26,
        ["batch/v1beta1"] = 25,
        ["certificates.k8s.io/v1beta1"] = 22,
        ["coordination.k8s.io/v1beta1"] = 22,
        ["discovery.k8s.io/v1beta1"] = 25,
        ["events.k8s.io/v1beta1"] = 25,
        ["extensions/v1beta1"] = 16,
        ["networking.k8s.io/v1beta1"] = 22,
        ["policy/v1beta1"] = 25,
        ["rbac.authorization.k8s.io/v1alpha1"] = 22,
        ["rbac.authorization.k8s.io/v1beta1"] = 22,
        ["scheduling.k8s.io/v1beta1"] = 22,
        ["storage.k8s.io/v1beta1"] = 22,
    };

    /// <summary>The minor version of Kubernetes 1 that stopped serving it, or null where it is not known to have been removed.</summary>
    public static int? RemovedIn(string apiVersion, string kind) => (apiVersion, kind) switch
    {
        ("extensions/v1beta1", "Ingress") => 22,
        _ => MinorByVersion.TryGetValue(apiVersion, out var minor) ? minor : null,
    };
}
