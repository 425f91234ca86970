using System.Text.Json.Nodes;

namespace Cake.Istio.Gateway;

/// <summary>Finds out whether a cluster gives Services of type LoadBalancer an address, before anybody waits for one.</summary>
internal static class LoadBalancerDetection
{
    // Clouds whose controller manager makes load balancers. Not vsphere and not kind: nodes of those say nothing about one.
    private static readonly string[] Clouds =
    [
        "aws", "azure", "gce", "alicloud", "civo", "digitalocean", "equinixmetal", "exoscale", "hcloud", "huaweicloud", "ibm", "ibmcloud", "linode", "oci",
        "openstack", "ovhcloud", "qcloud", "scaleway", "tencentcloud", "upcloud", "vultr",
    ];

    private static readonly Dictionary<string, string> NodeNames = new(StringComparer.Ordinal)
    {
        ["docker-desktop"] = "Docker Desktop",
        ["orbstack"] = "OrbStack",
    };

    /// <summary>Where parts of the cluster itself run.</summary>
    public const string SystemNamespace = "kube-system";

    /// <summary>The provider with the strongest evidence, or null.</summary>
    /// <param name="nodes">The cluster's nodes.</param>
    /// <param name="services">The Services of all namespaces.</param>
    /// <param name="workloads">The DaemonSets of all namespaces, and the Deployments and StatefulSets of <see cref="SystemNamespace"/>.</param>
    /// <param name="groups">The API groups that the cluster serves.</param>
    public static LoadBalancerProvider? Detect(
        IEnumerable<JsonObject> nodes, IReadOnlyList<JsonObject> services, IEnumerable<JsonObject> workloads, IReadOnlyCollection<string> groups) =>
        FromServices(services) ?? FromParts(workloads, groups) ?? nodes.Select(FromNode).FirstOrDefault(provider => provider is not null);

    private static LoadBalancerProvider? FromServices(IReadOnlyList<JsonObject> services)
    {
        var balanced = services.Where(service => (string?)service["spec"]?["type"] == "LoadBalancer").ToList();
        if (balanced.FirstOrDefault(service => new GatewayService(service).Addresses.Count > 0) is { } served)
            return new("load balancer", $"Service {NameOf(served)} has the address {new GatewayService(served).Addresses[0]}");
        if (balanced.FirstOrDefault(IsHandled) is { } handled)
            return new("load balancer", $"a service controller looks after Service {NameOf(handled)}");
        return null;
    }

    // The finalizer that every cloud's service controller sets before it makes a load balancer (KEP-980).
    private static bool IsHandled(JsonObject service) =>
        (service["metadata"]?["finalizers"] as JsonArray ?? []).Any(finalizer => (string?)finalizer == "service.kubernetes.io/load-balancer-cleanup");

    private static LoadBalancerProvider? FromParts(IEnumerable<JsonObject> workloads, IReadOnlyCollection<string> groups)
    {
        if (groups.Contains("metallb.io"))
            return new("MetalLB", "the API group metallb.io is served");
        return (from workload in workloads
                let kind = (string?)workload["kind"] ?? "Workload"
                let provider = ProviderOf(kind, (string?)workload["metadata"]?["name"] ?? "")
                where provider is not null
                select new LoadBalancerProvider(provider, $"{kind} {NameOf(workload)} exists")).FirstOrDefault();
    }

    // The pods of kube-vip itself are often static ones that look after the control plane alone; its cloud provider is what gives Services an address.
    private static string? ProviderOf(string kind, string name) => (kind, name) switch
    {
        (not "DaemonSet", _) => name.StartsWith("kube-vip-cloud-provider", StringComparison.Ordinal) ? "kube-vip" : null,
        _ when name.StartsWith("svclb-", StringComparison.Ordinal) => "K3s ServiceLB",
        _ when name.StartsWith("kube-vip", StringComparison.Ordinal) => "kube-vip",
        _ when name == "speaker" || name == "metallb-speaker" || name.EndsWith("-metallb-speaker", StringComparison.Ordinal) => "MetalLB",
        _ => null,
    };

    private static LoadBalancerProvider? FromNode(JsonObject node)
    {
        var name = (string?)node["metadata"]?["name"] ?? "";
        var providerId = (string?)node["spec"]?["providerID"] ?? "";
        var scheme = providerId.Split("://")[0];
        if (Clouds.Contains(scheme, StringComparer.Ordinal))
            return new(scheme, $"node {name} has the provider ID {providerId}");
        // K3s runs its ServiceLB unless it was disabled.
        if (scheme == "k3s")
            return new("K3s ServiceLB", $"node {name} has the provider ID {providerId}");
        return NodeNames.TryGetValue(name, out var desktop) ? new(desktop, $"the node is called {name}") : null;
    }

    private static string NameOf(JsonObject item) => $"{(string?)item["metadata"]?["namespace"]}/{(string?)item["metadata"]?["name"]}";
}
