using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Errors;
using Cake.Istio.Settings;
using Cake.Istio.Tests.Releases;

namespace Cake.Istio.Tests.Sessions;

public sealed class RollbackSessionTests
{
    [Fact]
    public async Task A_rollback_installs_the_revision_before_the_present_one_without_a_release_and_is_a_revision_itself()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        await fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { Mode = MtlsMode.Strict });
        var changes = await fixture.RunAsync(session => session.RollbackAsync(), fixture.Settings with { Archive = null });

        Assert.NotEqual(0, changes.Counts.Configured);
        Assert.Contains(fixture.Shown, line => line.StartsWith("Revision 1: Istio 1.2.2-sample, mode permissive, installed ", StringComparison.Ordinal));
        Assert.True((await fixture.RunAsync(session => session.PlanAsync())).IsEmpty);
        var status = await fixture.RunAsync(session => session.StatusAsync());
        Assert.Equal(
            [(1, "permissive"), (2, "strict"), (3, "permissive")],
            status.Revisions.Select(revision => (revision.Number, revision.Description.Options["mode"])));
        Assert.True(status.IsClean);

        await fixture.RunAsync(session => session.RollbackAsync(), fixture.Settings with { ToRevision = 2 });
        Assert.Equal("strict", (await fixture.RunAsync(session => session.StatusAsync())).Record!.Description.Options["mode"]);
    }

    [Fact]
    public async Task What_a_rollback_would_change_is_shown_first_and_its_digest_allows_it()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        await fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { Mode = MtlsMode.Strict });
        var before = fixture.Cluster.Sandbox.Requests.Count;
        var back = fixture.Settings with { Archive = null, ToRevision = 1 };
        var plan = await fixture.RunAsync(session => session.PlanAsync(), back);
        Assert.Equal(0, fixture.PersistedSince(before));

        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.RollbackAsync(), back with { Plan = new('0', 12) }));
        Assert.Equal((ErrorCode.PlanChanged, 0), (refused.Code, fixture.PersistedSince(before)));
        var changes = await fixture.RunAsync(session => session.RollbackAsync(), back with { Plan = plan.Digest });
        Assert.Equal(plan.Counts.Configured, changes.Counts.Configured);
    }

    [Fact]
    public async Task Without_an_earlier_revision_it_says_so()
    {
        await using var fixture = await SessionFixture.StartAsync();
        Assert.Contains("No install is recorded", await RefusalAsync(fixture, fixture.Settings), StringComparison.Ordinal);
        await fixture.RunAsync(session => session.InstallMeshAsync());
        Assert.Contains("Revision 1 in namespace istio-system is the first one", await RefusalAsync(fixture, fixture.Settings), StringComparison.Ordinal);
        Assert.Contains("There are 1.", await RefusalAsync(fixture, fixture.Settings with { ToRevision = 7 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_the_real_1_2_2_to_the_sample_and_back_what_was_dropped_goes_and_what_the_user_made_stays()
    {
        var release = SharedReleases.Folder("1.2.2");
        await using var fixture = await SessionFixture.StartAsync();
        var old = fixture.Settings with { Archive = release, UpgradeApis = true };
        var first = await fixture.RunAsync(session => session.InstallMeshAsync(), old);
        var users = await fixture.MakeUsersMapAsync();

        var changes = await fixture.RunAsync(session => session.InstallMeshAsync());
        var dropped = changes.Changes.Where(change => change.Action == ChangeAction.Deleted).Select(change => change.Subject.ToString()).ToList();
        Assert.NotEmpty(dropped);
        Assert.True((await fixture.RunAsync(session => session.PlanAsync())).IsEmpty);

        var back = await fixture.RunAsync(session => session.RollbackAsync());
        Assert.Equal(dropped.Order(), back.Changes.Where(change => change.Action == ChangeAction.Created).Select(change => change.Subject.ToString()).Order());
        Assert.True((await fixture.RunAsync(session => session.PlanAsync(), old)).IsEmpty);
        Assert.Equal(users.ToJsonString(), (await fixture.Cluster.GetAsync("v1", "ConfigMap", "istio-system", "mine"))!.ToJsonString());
        var status = await fixture.RunAsync(session => session.StatusAsync());
        Assert.Equal((3, "1.2.2", RecordState.Installed, first.Counts.Total), (status.Record!.Revision, status.Record.Description.Release, status.Record.State, status.Record.Objects.Count));
    }

    private static async Task<string> RefusalAsync(SessionFixture fixture, MeshSettings settings)
    {
        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.RollbackAsync(), settings));
        Assert.Equal(ErrorCode.NothingRecorded, refused.Code);
        return refused.Text;
    }
}
