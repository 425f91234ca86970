using Cake.Istio.Apply.Inventory;
using Cake.Istio.Errors;
using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Sessions;

public sealed class StatusSessionTests
{
    [Fact]
    public async Task Without_an_install_it_says_so_and_is_no_failure()
    {
        await using var fixture = await SessionFixture.StartAsync();
        Assert.Null((await fixture.RunAsync(session => session.StatusAsync(), fixture.Settings with { Archive = null })).Record);
        Assert.Contains("Nothing is installed in namespace istio-system, as far as this installer's record goes.", fixture.Shown);
    }

    [Fact]
    public async Task What_was_edited_and_deleted_by_hand_is_named_and_nothing_is_persisted()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        await fixture.Cluster.PatchAsAsync("kubectl-edit", "v1", "Service", "istio-system", "istio-pilot", """{"metadata": {"labels": {"app": "mine"}}}""");
        await fixture.Cluster.PatchAsAsync("kubectl-scale", "apps/v1", "Deployment", "istio-system", "prometheus", """{"spec": {"replicas": 3}}""");
        await fixture.Cluster.Connection.DeleteAsync(await fixture.Cluster.FindAsync("v1", "ConfigMap"), "istio-system", "istio-grafana", null, fixture.Cluster.Cancel);
        var before = fixture.Cluster.Sandbox.Requests.Count;
        var status = await fixture.RunAsync(session => session.StatusAsync(), fixture.Settings with { Archive = null });

        Assert.Equal(0, fixture.PersistedSince(before));
        Assert.Equal((1, RecordState.Installed, false), (status.Record!.Revision, status.Record.State, status.IsClean));
        Assert.Equal(["istio-grafana", "istio-pilot", "prometheus"], status.Drift.Select(change => change.Subject.Name).Order());
        var shown = fixture.Shown.SkipWhile(line => !line.StartsWith("Drift: ", StringComparison.Ordinal)).ToList();
        Assert.Equal("Drift: 3 objects are not as revision 1 installed them", shown[0]);
        Assert.Contains("  ConfigMap istio-system/istio-grafana is gone", shown);
        Assert.Contains("  Service istio-system/istio-pilot was changed by kubectl-edit", shown);
        Assert.Contains("      ~ .metadata.labels.app: \"pilot\" → \"mine\"", shown);
        Assert.Contains("  Deployment istio-system/prometheus was changed by kubectl-scale", shown);
        Assert.Contains("      ~ .spec.replicas: 1 → 3", shown);

        // The way on that it names is one.
        Assert.StartsWith("Next: --target=Rollback --to-revision=1 --force-conflicts brings it back; ", shown[^1], StringComparison.Ordinal);
        await fixture.RunAsync(session => session.RollbackAsync(), fixture.Settings with { Archive = null, ToRevision = 1, ForceConflicts = true });
        Assert.True((await fixture.RunAsync(session => session.StatusAsync())).IsClean);
    }

    [Fact]
    public async Task What_cannot_be_changed_back_is_named_with_the_command_without_which_a_rollback_is_refused()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        var deployments = await fixture.Cluster.FindAsync("apps/v1", "Deployment");
        await fixture.Cluster.Connection.DeleteAsync(deployments, "istio-system", "prometheus", null, fixture.Cluster.Cancel);
        await fixture.Cluster.ApplyAsAsync("user", """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "prometheus", "namespace": "istio-system"}, "spec": {"selector": {"matchLabels": {"app": "mine"}},
             "template": {"metadata": {"labels": {"app": "mine"}}, "spec": {"containers": [{"name": "prometheus", "image": "i"}]}}}}
            """);
        await fixture.RunAsync(session => session.StatusAsync());

        var first = $"First, when that does no harm: {fixture.Cluster.Connection.Target.Kubectl} delete deployment.apps/prometheus -n istio-system; needs recreate: ";
        Assert.StartsWith(first, fixture.Shown[^2], StringComparison.Ordinal);
        Assert.StartsWith("Next: --target=Rollback --to-revision=1 brings it back; ", fixture.Shown[^1], StringComparison.Ordinal);
        await fixture.Cluster.Connection.DeleteAsync(deployments, "istio-system", "prometheus", null, fixture.Cluster.Cancel);
        await fixture.RunAsync(session => session.RollbackAsync(), fixture.Settings with { ToRevision = 1 });
        Assert.True((await fixture.RunAsync(session => session.StatusAsync())).IsClean);
    }

    [Fact]
    public async Task An_install_that_did_not_end_is_told_with_the_ways_on()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallCrdsAsync());
        Assert.Equal(RecordState.Installing, (await fixture.RunAsync(session => session.StatusAsync())).Record!.State);
        Assert.Contains("Istio 1.2.2-sample, mode permissive in istio-system: revision 1, begun and not finished", fixture.Shown);
        Assert.Equal("The last install did not end. Next: run it again, or remove what it made with --target=Uninstall.", fixture.Shown[^1]);

        // Once there is an earlier one, it can be gone back to.
        await fixture.RunAsync(session => session.InstallMeshAsync());
        await fixture.RunAsync(session => session.InstallCrdsAsync(), fixture.Settings with { Mode = MtlsMode.Strict });
        await fixture.RunAsync(session => session.StatusAsync());
        Assert.Contains("The last install did not end. Next: run it again, or go back with --target=Rollback.", fixture.Shown);
    }

    [Fact]
    public async Task Who_is_installing_just_now_is_told()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await using var session = new MeshSession(fixture.Settings, fixture.Context, fixture.Cluster.Cancel);
        await session.InstallCrdsAsync();
        Assert.NotNull((await fixture.RunAsync(other => other.StatusAsync())).LockedBy);
        Assert.Contains(fixture.Shown, line => line.Contains(", being changed by ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pruning_too_much_is_refused_and_nothing_is_written()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        var before = fixture.Cluster.Sandbox.Requests.Count;
        foreach (var file in Directory.GetFiles(Path.Combine(fixture.Settings.Archive!, "install", "kubernetes"), "istio-demo*.yaml"))
            await File.WriteAllTextAsync(file, """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system"}}""", fixture.Cluster.Cancel);

        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.InstallMeshAsync()));
        Assert.Equal(ErrorCode.PruneLimitExceeded, refused.Code);
        Assert.Contains("--prune-limit", refused.Hint, StringComparison.Ordinal);
        Assert.Equal(0, fixture.PersistedSince(before));

        Assert.Equal(0, (await fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { Prune = false })).Counts.Deleted);
        Assert.Equal(93, (await fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { PruneLimit = 100 })).Counts.Deleted);
        var changes = await fixture.RunAsync(session => session.RollbackAsync(), fixture.Settings with { ToRevision = 1 });
        Assert.Equal(93, changes.Counts.Created);
    }
}
