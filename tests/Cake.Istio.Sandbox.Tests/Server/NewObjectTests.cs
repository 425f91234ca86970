namespace Cake.Istio.Sandbox.Tests.Server;

/// <summary>What a server makes of a new object before any controller sees it (the PrepareForCreate of the strategies).</summary>
public sealed class NewObjectTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    public static TheoryData<string, string> Classes => new()
    {
        { "{}", "BestEffort" },
        { """{"requests":{"cpu":"1"}}""", "Burstable" },
        { """{"limits":{"cpu":"1"}}""", "Burstable" },
        { """{"limits":{"cpu":"0","memory":"0"}}""", "BestEffort" },
        { """{"limits":{"cpu":"1","memory":"1Gi"}}""", "Guaranteed" },
        { """{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"1000m","memory":"1024Mi"}}""", "Guaranteed" },
        { """{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"999m","memory":"1Gi"}}""", "Burstable" },
        { """{"limits":{"ephemeral-storage":"1Gi"}}""", "BestEffort" },
    };

    [Theory]
    [MemberData(nameof(Classes))]
    public async Task A_pod_is_pending_and_has_its_class(string resources, string expected)
    {
        await using var client = await TestClient.StartAsync();
        await client.UntilAsync("/api/v1/namespaces/default/serviceaccounts/default");
        var pod = $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i","resources":{{{resources}}}}]}}""";
        var status = $$"""{"phase":"Pending","qosClass":"{{expected}}"}""";
        Objects.AssertJson(status, (await client.PostAsync(Pods + "?dryRun=All", pod)).Body["status"]);
        Objects.AssertJson(status, (await client.ApplyAsync(Pods + "/p?fieldManager=m&dryRun=All", pod)).Body["status"]);
        Objects.AssertJson(status, (await client.PostAsync(Pods, pod)).Body["status"]);
    }

    [Fact]
    public async Task The_class_of_a_pod_stays()
    {
        await using var client = await TestClient.StartAsync();
        await client.UntilAsync("/api/v1/namespaces/default/serviceaccounts/default");
        await client.PostAsync(Pods, """{"metadata":{"name":"p"},"spec":{"nodeName":"elsewhere","containers":[{"name":"c","image":"i"}]}}""");
        const string Merge = "application/merge-patch+json";
        var (_, kept) = await client.SendAsync(HttpMethod.Patch, Pods + "/p/status", """{"metadata":{"ownerReferences":null},"status":{"qosClass":null,"reason":"r"}}""", Merge);
        Assert.Equal(("BestEffort", "r"), ((string?)kept["status"]!["qosClass"], (string?)kept["status"]!["reason"]));
        var (_, refusal) = await client.SendAsync(HttpMethod.Patch, Pods + "/p/status", """{"status":{"qosClass":"Burstable"}}""", Merge);
        Assert.Equal("Pod \"p\" is invalid: status.qosClass: Invalid value: \"Burstable\": field is immutable", (string?)refusal["message"]);
    }

    [Fact]
    public async Task A_node_is_not_ready_and_its_two_ranges_are_one()
    {
        await using var client = await TestClient.StartAsync();
        var (_, node) = await client.PostAsync("/api/v1/nodes", """{"metadata":{"name":"n"},"spec":{"podCIDR":"10.9.0.0/24","taints":[{"key":"a","effect":"NoExecute"}]},"status":{"allocatable":{"cpu":"1"}}}""");
        Objects.AssertJson("""{"podCIDR":"10.9.0.0/24","podCIDRs":["10.9.0.0/24"],"taints":[{"key":"a","effect":"NoExecute"},{"key":"node.kubernetes.io/not-ready","effect":"NoSchedule"}]}""", node["spec"]);
        Objects.AssertJson("""{"cpu":"1"}""", node["status"]!["allocatable"]);
        var (_, refusal) = await client.SendAsync(HttpMethod.Patch, "/api/v1/nodes/node-0", """{"spec":{"podCIDR":"10.9.0.0/24"}}""", "application/merge-patch+json");
        Assert.Equal("Node \"node-0\" is invalid: spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to valid", (string?)refusal["message"]);
    }

    [Fact]
    public async Task A_lease_has_nothing_of_a_feature_that_is_off()
    {
        await using var client = await TestClient.StartAsync();
        var (_, lease) = await client.PostAsync("/apis/coordination.k8s.io/v1/namespaces/default/leases",
            """{"metadata":{"name":"l"},"spec":{"holderIdentity":"h","strategy":"OldestEmulationVersion","preferredHolder":"p"}}""");
        Objects.AssertJson("""{"holderIdentity":"h"}""", lease["spec"]);
    }
}
