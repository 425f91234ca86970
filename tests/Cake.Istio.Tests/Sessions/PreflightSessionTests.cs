using System.Text.Json.Nodes;
using Cake.Istio.Errors;
using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Sessions;

public sealed class PreflightSessionTests
{
    [Fact]
    public async Task Every_finding_is_shown_and_written_down_before_a_failed_one_stops_the_run()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.Cluster.Sandbox.SetFaultsAsync("deny=create:services,namespace=istio-system", fixture.Cluster.Cancel);
        await fixture.Cluster.CreateNamespaceAsync("istio-system");
        await fixture.Cluster.ApplyAsAsync("helm", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "istio", "namespace": "istio-system"}, "data": {"mesh": "helm's"} }""");

        var before = fixture.Cluster.Sandbox.Requests.Count;

        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.PreflightAsync()));

        Assert.Equal((ErrorCode.PermissionMissing, 0), (refused.Code, fixture.PersistedSince(before)));
        Assert.Contains("resources: [\"services\"], verbs: [\"create\"]", refused.Text, StringComparison.Ordinal);
        Assert.Contains("helm: ConfigMap istio-system/istio", refused.Text, StringComparison.Ordinal);
        foreach (var id in new[] { "cluster-reachable", "permissions", "mesh-ownership", "node-ports", "webhooks-answered" })
            Assert.Contains(fixture.Shown, line => line.Contains($"  {id} ", StringComparison.Ordinal));
        Assert.Contains(fixture.Shown, line => line.EndsWith(", 2 failed", StringComparison.Ordinal));
        var json = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(fixture.Context.Environment.WorkingDirectory.FullPath, MeshSettings.DefaultReport, "preflight.json"), fixture.Cluster.Cancel))!;
        Assert.Equal("preflight", (string?)json["step"]);
        Assert.Contains(json["findings"]!.AsArray(), finding => (string?)finding!["id"] == "mesh-ownership" && (string?)finding["status"] == "failed" && ((string?)finding["hint"])!.Contains("--adopt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_an_unchanged_mesh_a_preflight_before_the_install_asks_hardly_more()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        var before = fixture.Cluster.Sandbox.Requests.Count;
        await fixture.RunAsync(
            async session =>
            {
                await session.PreflightAsync();
                await session.InstallCrdsAsync();
                return await session.InstallMeshAsync();
            },
            fixture.Settings with { Wait = false });

        var requests = fixture.Cluster.Sandbox.Requests.Skip(before).ToList();
        var lists = requests.Where(request => request.Path.Contains("limit=", StringComparison.Ordinal)).ToList();
        Assert.Distinct(lists.Select(request => request.Path.Split('?')[0].Split('/')[^1]));
        Assert.InRange(requests.Count - lists.Count, 1, 10);
    }

    [Fact]
    public async Task A_taken_node_port_names_its_Service_and_ends_the_install_before_the_mesh_is_written()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.Cluster.ApplyAsAsync("user", """{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "shop", "namespace": "default"}, "spec": {"type": "NodePort", "ports": [{"port": 80, "nodePort": 31390}]} }""");
        await fixture.RunAsync(session => session.PreflightAsync());
        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.InstallMeshAsync()));
        Assert.Equal((ErrorCode.InvalidObject, "istio-ingressgateway"), (refused.Code, refused.Subject?.Name));
        Assert.Contains("Another Service has node port 31390", refused.Hint, StringComparison.Ordinal);
        Assert.Contains(fixture.Shown, line => line.Contains("31390/TCP, https of Service istio-system/istio-ingressgateway, is taken by Service default/shop for its port 80", StringComparison.Ordinal));
    }
}
