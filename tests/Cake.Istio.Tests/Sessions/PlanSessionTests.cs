using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Errors;
using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Sessions;

public sealed class PlanSessionTests
{
    [Fact]
    public async Task A_plan_persists_nothing_is_written_down_and_its_digest_allows_that_install_and_no_other()
    {
        await using var fixture = await SessionFixture.StartAsync();
        var plan = await fixture.RunAsync(session => session.PlanAsync());

        Assert.Equal(0, fixture.PersistedSince(0));
        Assert.Equal((122, 122), (plan.Counts.Created, plan.Counts.Total));
        Assert.Contains(fixture.Shown, line => line == "+ Deployment istio-system/istio-pilot created");
        Assert.Contains(fixture.Shown, line => line == "Plan: 122 created.");
        Assert.Contains(fixture.Shown, line => line.Contains($"--target=Verify --plan={plan.Digest[..12]} ", StringComparison.Ordinal));
        var report = Path.Combine(fixture.Context.Environment.WorkingDirectory.FullPath, MeshSettings.DefaultReport);
        Assert.Equal(plan.Digest, (string?)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(report, "plan.json"), fixture.Cluster.Cancel))!["digest"]);
        Assert.Contains(plan.Digest, await File.ReadAllTextAsync(Path.Combine(report, "plan.md"), fixture.Cluster.Cancel), StringComparison.Ordinal);

        var approved = fixture.Settings with { Plan = plan.Digest[..12] };
        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.InstallMeshAsync(), approved with { Mode = MtlsMode.Strict }));
        Assert.Equal((ErrorCode.PlanChanged, 0), (refused.Code, fixture.PersistedSince(0)));
        Assert.Equal(122, (await fixture.RunAsync(session => session.InstallMeshAsync(), approved)).Counts.Created);
    }

    [Fact]
    public async Task A_plan_in_the_same_run_does_not_disturb_the_install_after_it()
    {
        await using var fixture = await SessionFixture.StartAsync();
        var changes = await fixture.RunAsync(async session =>
        {
            await session.PlanAsync();
            return await session.InstallMeshAsync();
        });
        Assert.Equal(122, changes.Counts.Created);
        Assert.True((await fixture.RunAsync(session => session.PlanAsync())).IsEmpty);
        Assert.Contains("Nothing to do: the cluster is as it should be.", fixture.Shown);
    }

    [Fact]
    public async Task An_install_of_an_unchanged_mesh_persists_nothing_and_asks_little()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        var before = fixture.Cluster.Sandbox.Requests.Count;
        await fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { Wait = false });

        var requests = fixture.Cluster.Sandbox.Requests.Skip(before).ToList();
        Assert.DoesNotContain(requests, request => request.Persisted);
        var lists = requests.Where(request => request.Path.Contains("limit=", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lists);
        Assert.Distinct(lists.Select(request => request.Path.Split('?')[0].Split('/')[^1]));
        Assert.InRange(requests.Count - lists.Count, 1, 10);
    }

    [Fact]
    public async Task A_field_edited_by_hand_is_named_with_its_value_and_its_manager_and_force_brings_it_back()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        await fixture.Cluster.PatchAsAsync("kubectl-edit", "v1", "ConfigMap", "istio-system", "istio", """{"data": {"mesh": "mine"}}""");

        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.PlanAsync()));
        Assert.Equal(ErrorCode.FieldConflict, refused.Code);
        Assert.Contains("kubectl-edit owns .data.mesh", refused.Text, StringComparison.Ordinal);
        Assert.Contains("--force-conflicts", refused.Hint, StringComparison.Ordinal);
        Assert.Contains(fixture.Shown, line => line.StartsWith("    ~ .data.mesh: \"mine\" → ", StringComparison.Ordinal));

        var changes = await fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { ForceConflicts = true });
        Assert.Equal("ConfigMap istio-system/istio configured", Assert.Single(changes.Changes, change => change.Action != ChangeAction.Unchanged).ToString());
    }

    [Fact]
    public async Task What_helm_made_is_taken_over_on_request_only()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.Cluster.CreateNamespaceAsync("istio-system");
        await fixture.Cluster.ApplyAsAsync("helm", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "istio", "namespace": "istio-system"}, "data": {"mesh": "helm's", "old": "1"}}""");

        Assert.Equal(ErrorCode.ForeignMesh, (await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.InstallMeshAsync()))).Code);
        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.PlanAsync()));
        Assert.Equal(ErrorCode.FieldConflict, refused.Code);
        Assert.Contains("helm owns .data.mesh", refused.Text, StringComparison.Ordinal);
        Assert.Contains("--adopt", refused.Hint, StringComparison.Ordinal);

        await fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { Adopt = true });
        var map = await fixture.Cluster.GetAsync("v1", "ConfigMap", "istio-system", "istio");
        Assert.Null(map!["data"]!["old"]);
        Assert.Equal(["cake-istio"], map["metadata"]!["managedFields"]!.AsArray().Select(entry => (string?)entry!["manager"]));
    }

    [Fact]
    public async Task The_whole_mesh_of_Argo_CD_is_its_own_until_it_is_taken_over_whatever_is_forced()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.InstallAsAsync("argocd-controller");

        // All but the namespace, which proves no mesh.
        foreach (var force in new[] { false, true })
        {
            var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { ForceConflicts = force }));
            Assert.Equal((ErrorCode.ForeignMesh, "Another tool manages 121 objects of the mesh: argocd-controller."), (refused.Code, refused.Text.Split('\n')[0].TrimEnd()));
            Assert.Contains("--adopt", refused.Hint, StringComparison.Ordinal);
        }

        await fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { Adopt = true });
        var map = await fixture.Cluster.GetAsync("v1", "ConfigMap", "istio-system", "istio");
        Assert.Equal(["cake-istio"], map!["metadata"]!["managedFields"]!.AsArray().Select(entry => (string?)entry!["manager"]));
        Assert.True((await fixture.RunAsync(session => session.PlanAsync())).IsEmpty);
    }

    [Fact]
    public async Task What_a_tool_with_Helm_in_it_made_is_taken_over_once_and_then_ours()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.Cluster.CreateNamespaceAsync("istio-system");
        await fixture.Cluster.ApplyAsAsync("helm-controller", """
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "istio", "namespace": "istio-system", "annotations": {"meta.helm.sh/release-name": "istiod", "meta.helm.sh/release-namespace": "istio-system"} },
             "data": {"mesh": "helm's", "old": "1"} }
            """);

        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.InstallMeshAsync()));
        Assert.Equal((ErrorCode.ForeignMesh, "Another tool manages 1 object of the mesh: helm-controller (Helm release istiod)."), (refused.Code, refused.Text.Split('\n')[0].TrimEnd()));
        var plan = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.PlanAsync()));
        Assert.Contains("--adopt", plan.Hint, StringComparison.Ordinal);

        await fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { Adopt = true });
        var map = await fixture.Cluster.GetAsync("v1", "ConfigMap", "istio-system", "istio");
        Assert.Null(map!["data"]!["old"]);
        Assert.Null(map["metadata"]!["annotations"]?["meta.helm.sh/release-name"]);
        Assert.Equal(0, (await fixture.RunAsync(session => session.InstallMeshAsync())).Counts.Configured);
    }

    [Theory]
    [InlineData("kubectl-edit")]
    [InlineData("kubectl-patch")]
    public async Task A_mesh_from_the_whole_procedure_by_hand_is_taken_over_and_its_gateway_stays_a_node_port(string manager)
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.InstallByHandAsync();
        var jobs = await fixture.Cluster.FindAsync("batch/v1", "Job");
        while ((await fixture.Cluster.Connection.ListAsync(jobs, "istio-system", null, fixture.Cluster.Cancel)).Items.Any(job => job["status"]?["completionTime"] is null))
            await Task.Delay(20, fixture.Cluster.Cancel);
        await fixture.Cluster.PatchAsAsync(manager, "v1", "Service", "istio-system", "istio-ingressgateway", """{"spec": {"type": "NodePort"}}""");

        await fixture.RunAsync(session => session.InstallMeshAsync());
        await fixture.RunAsync(session => session.PatchGatewayAsync());

        Assert.Equal("NodePort", (string?)(await fixture.Cluster.GetAsync("v1", "Service", "istio-system", "istio-ingressgateway"))!["spec"]!["type"]);
        Assert.True((await fixture.RunAsync(session => session.PlanAsync())).IsEmpty);
    }
}
