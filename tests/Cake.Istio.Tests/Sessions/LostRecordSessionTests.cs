using System.Text.Json.Nodes;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Errors;
using Cake.Istio.Settings;
using Cake.Istio.Tests.Apply;

namespace Cake.Istio.Tests.Sessions;

/// <summary>What somebody deleted of what the installer keeps in the cluster is neither overwritten nor guessed.</summary>
public sealed class LostRecordSessionTests
{
    [Fact]
    public async Task Without_the_record_the_next_install_goes_on_counting_and_is_compared_with_itself()
    {
        await using var fixture = await StartAsync(MtlsMode.Permissive, MtlsMode.Strict, MtlsMode.Permissive);
        await fixture.Cluster.Connection.DeleteAsync(await fixture.Cluster.FindAsync("v1", "ConfigMap"), "istio-system", RecordStore.Name, null, fixture.Cluster.Cancel);
        Assert.Null((await StatusAsync(fixture)).Record);
        Assert.Contains("But 3 revisions of an install are kept, so the record was lost. Next: --target=InstallMesh takes up what is there.", fixture.Shown);
        await InstallAsync(fixture, MtlsMode.Strict);

        var status = await StatusAsync(fixture);
        Assert.Equal(
            [(1, "permissive"), (2, "strict"), (3, "permissive"), (4, "strict")],
            status.Revisions.Select(revision => (revision.Number, revision.Description.Options["mode"])));
        Assert.Equal((4, 4, true), (status.Record!.Revision, status.ComparedWith, status.IsClean));
        Assert.Equal("No drift: everything is as revision 4 installed it.", fixture.Shown[^1]);

        await fixture.RunAsync(session => session.RollbackAsync());
        Assert.Contains(fixture.Shown, line => line.StartsWith("Revision 3: Istio 1.2.2-sample, mode permissive, installed ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_record_that_is_older_than_what_is_kept_is_compared_with_its_own_revision_and_overwrites_none()
    {
        await using var fixture = await StartAsync(MtlsMode.Permissive);
        var old = (await fixture.Cluster.RecordAsync())!;
        await InstallAsync(fixture, MtlsMode.Strict);
        await new RecordStore(fixture.Cluster.Connection, "istio-system").WriteAsync(old, fixture.Cluster.Cancel);

        var status = await StatusAsync(fixture);
        Assert.Equal((1, false), (status.ComparedWith, status.IsClean));
        Assert.Contains(fixture.Shown, line => line.StartsWith("Next: --target=Rollback --to-revision=1 ", StringComparison.Ordinal));
        await InstallAsync(fixture, MtlsMode.Permissive);
        Assert.Equal([1, 2, 3], (await StatusAsync(fixture)).Revisions.Select(revision => revision.Number));
    }

    [Fact]
    public async Task What_cannot_be_compared_is_told_with_what_is_known_all_the_same_until_an_install_keeps_it_again()
    {
        await using var fixture = await StartAsync(MtlsMode.Permissive, MtlsMode.Strict);
        await new RevisionStore(fixture.Cluster.Connection, "istio-system").DeleteAsync(fixture.Cluster.Cancel);
        await fixture.Cluster.Connection.DeleteAsync(await fixture.Cluster.FindAsync("v1", "Service"), "istio-system", "istio-pilot", null, fixture.Cluster.Cancel);
        var map = await fixture.Cluster.GetAsync("v1", "ConfigMap", "istio-system", "istio-grafana");
        await fixture.Cluster.Connection.DeleteAsync(await fixture.Cluster.FindAsync("v1", "ConfigMap"), "istio-system", "istio-grafana", null, fixture.Cluster.Cancel);
        await fixture.Cluster.ApplyAsAsync("user", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "istio-grafana", ["namespace"] = "istio-system" }, ["data"] = map!["data"]!.DeepClone() }.ToJsonString());

        var status = await StatusAsync(fixture);
        Assert.Equal((null, false, 2), (status.ComparedWith, status.IsClean, status.Drift.Count));
        Assert.Equal(
            [
                "What was changed since cannot be told: the manifests of revision 2 are not kept any more. Next: run --target=InstallMesh as before, which keeps them again.",
                "Drift: 2 objects are not as revision 2 installed them",
                "  ConfigMap istio-system/istio-grafana is another object, made since",
                "  Service istio-system/istio-pilot is gone",
            ],
            fixture.Shown.TakeLast(4));
        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.RollbackAsync()));
        Assert.Equal("No revision before 2 is kept in namespace istio-system, so there is none to roll back to.", refused.Text);

        await InstallAsync(fixture, MtlsMode.Strict);
        Assert.True((await StatusAsync(fixture)).IsClean);
    }

    [Fact]
    public async Task An_install_that_changes_nothing_keeps_the_revision_again_under_its_number()
    {
        await using var fixture = await StartAsync(MtlsMode.Permissive, MtlsMode.Strict);
        await new RevisionStore(fixture.Cluster.Connection, "istio-system").DeleteAsync(fixture.Cluster.Cancel);
        Assert.Contains("not kept any more", (await StatusAsync(fixture)).Obstacle, StringComparison.Ordinal);
        var before = fixture.Cluster.Sandbox.Requests.Count;
        await InstallAsync(fixture, MtlsMode.Strict);

        Assert.DoesNotContain(fixture.Cluster.Sandbox.Requests.Skip(before), request => request.Persisted && !request.Path.Contains("cake-istio", StringComparison.Ordinal));
        var status = await StatusAsync(fixture);
        Assert.Equal((2, 2, true), (status.Record!.Revision, Assert.Single(status.Revisions).Number, status.IsClean));
    }

    [Fact]
    public async Task A_revision_whose_description_is_damaged_does_not_keep_an_install_from_writing()
    {
        await using var fixture = await StartAsync(MtlsMode.Permissive);
        await fixture.Cluster.PatchAsAsync("user", "v1", "Secret", "istio-system", "cake-istio.v1", """{"metadata": {"annotations": {"cake-istio/info": "{"}}}""");

        await InstallAsync(fixture, MtlsMode.Strict);

        Assert.Equal(2, (await fixture.Cluster.RecordAsync())!.Revision);
        var unreadable = await Assert.ThrowsAsync<MeshException>(() => StatusAsync(fixture));
        Assert.Equal(ErrorCode.RecordUnreadable, unreadable.Code);
        Assert.EndsWith("delete secret cake-istio.v1 -n istio-system", unreadable.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_that_is_damaged_does_not_keep_status_from_telling_the_rest()
    {
        await using var fixture = await StartAsync(MtlsMode.Permissive);
        await fixture.Cluster.PatchAsAsync("user", "v1", "Secret", "istio-system", "cake-istio.v1", """{"data": {"manifests.gz": "AAAA"}}""");
        Assert.StartsWith("Revision 1 in namespace istio-system cannot be read: ", (await StatusAsync(fixture)).Obstacle, StringComparison.Ordinal);
    }

    private static async Task<SessionFixture> StartAsync(params MtlsMode[] revisions)
    {
        var fixture = await SessionFixture.StartAsync();
        foreach (var mode in revisions)
            await InstallAsync(fixture, mode);
        return fixture;
    }

    private static Task InstallAsync(SessionFixture fixture, MtlsMode mode) =>
        fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { Mode = mode });

    private static Task<DriftReport> StatusAsync(SessionFixture fixture) =>
        fixture.RunAsync(session => session.StatusAsync(), fixture.Settings with { Archive = null });
}
