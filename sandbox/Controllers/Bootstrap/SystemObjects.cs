using Cake.Istio.Sandbox.Allocation;

namespace Cake.Istio.Sandbox.Controllers.Bootstrap;

/// <summary>What a cluster has before anybody has done anything.</summary>
internal static class SystemObjects
{
    private static readonly string[] Namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

    /// <summary>The objects, in the order they can be created.</summary>
    /// <param name="kubernetesVersion">What the nodes say they run, such as <c>v1.36.2</c>.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<Write.Create> All(string kubernetesVersion, DateTimeOffset now) =>
    [
        .. Namespaces.Select(name => new Write.Create(Resources.Namespaces, New("v1", "Namespace", name))),
        new(Resources.PriorityClasses, PriorityClass("system-cluster-critical", 2_000_000_000, "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.")),
        new(Resources.PriorityClasses, PriorityClass("system-node-critical", 2_000_001_000, "Used for system critical pods that must not be moved from their current node.")),
        .. Enumerable.Range(0, NodeObject.Count).Select(index => new Write.Create(Resources.Nodes, NodeObject.New(index, kubernetesVersion, now))),
        new(Resources.Services, KubernetesService()),
        new(Resources.Endpoints, KubernetesEndpoints()),
        new(Resources.EndpointSlices, KubernetesEndpointSlice()),
    ];

    private static JsonObject PriorityClass(string name, long value, string description)
    {
        var created = New("scheduling.k8s.io/v1", "PriorityClass", name);
        (created["value"], created["description"]) = (value, description);
        return created;
    }

    private static JsonObject KubernetesService()
    {
        var service = New("v1", "Service", "kubernetes", "default");
        service.Child("metadata")["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" };
        service["spec"] = new JsonObject
        {
            ["type"] = "ClusterIP",
            ["clusterIP"] = ClusterIpRange.KubernetesService,
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["protocol"] = "TCP", ["port"] = 443, ["targetPort"] = 6443 }),
        };
        return service;
    }

    private static JsonObject KubernetesEndpoints()
    {
        var endpoints = New("v1", "Endpoints", "kubernetes", "default");
        endpoints.Child("metadata")["labels"] = new JsonObject { ["endpointslice.kubernetes.io/skip-mirror"] = "true" };
        endpoints["subsets"] = new JsonArray(new JsonObject
        {
            ["addresses"] = new JsonArray(new JsonObject { ["ip"] = NodeObject.Address(0) }),
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 6443, ["protocol"] = "TCP" }),
        });
        return endpoints;
    }

    private static JsonObject KubernetesEndpointSlice()
    {
        var slice = New("discovery.k8s.io/v1", "EndpointSlice", "kubernetes", "default");
        slice.Child("metadata")["labels"] = new JsonObject { ["kubernetes.io/service-name"] = "kubernetes" };
        slice["addressType"] = "IPv4";
        slice["endpoints"] = new JsonArray(new JsonObject { ["addresses"] = new JsonArray(NodeObject.Address(0)), ["conditions"] = new JsonObject { ["ready"] = true } });
        slice["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 6443, ["protocol"] = "TCP" });
        return slice;
    }

    private static JsonObject New(string apiVersion, string kind, string name, string? @namespace = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (@namespace is not null)
            metadata["namespace"] = @namespace;
        return new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
    }
}
