using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Manifests;
using Cake.Istio.Tests.Apply;

namespace Cake.Istio.Tests.Sessions;

public sealed class KilledRollbackTests
{
    private const int Points = 16;

    [Fact]
    public async Task Wherever_a_rollback_ends_early_the_same_command_goes_on_to_the_same_revision()
    {
        await using var fixture = await SessionFixture.StartAsync();
        var random = new Random(20261124);
        var killed = 0;
        for (var point = 1; point <= Points; point++)
        {
            var (first, second) = (Mesh($"a{point}"), Mesh($"b{point}"));
            foreach (var mesh in new[] { first, second })
            {
                using var connection = await fixture.Cluster.ConnectAsync();
                await InstallRun.InstallAsync(fixture.Cluster, connection, InstallRun.Options(), mesh);
            }

            var settings = fixture.Settings with { Archive = null, PruneLimit = 100 };
            killed += await CancelAsync(fixture, settings, random.Next(10, 60)) ? 1 : 0;
            // What was recorded as done is done; a second rollback is another one.
            if ((await fixture.Cluster.RecordAsync())! is not { State: RecordState.Installed, Description.OfRevision: not null })
                await fixture.RunAsync(session => session.RollbackAsync(), settings);

            var record = (await fixture.Cluster.RecordAsync())!;
            Assert.Equal(RecordState.Installed, record.State);
            Assert.Equal(first.Select(item => ObjectKey.Of(item.Ref)).ToHashSet(), record.Objects.Select(item => item.Key).ToHashSet());
        }

        Assert.InRange(killed, Points / 2, Points);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rollback_that_ended_after_the_oldest_revision_went_goes_on_with_what_it_kept_of_it(bool names)
    {
        await using var fixture = await SessionFixture.StartAsync();
        for (var revision = 1; revision <= RevisionStore.Kept; revision++)
            await fixture.Cluster.InstallAsync(InstallRun.Options(), Mesh($"r{revision}"));
        var settings = fixture.Settings with { Archive = null, PruneLimit = 100, ToRevision = 1 };
        await fixture.RunAsync(session => session.RollbackAsync(), settings);
        // As it is when the last write of the run is missing.
        var records = new RecordStore(fixture.Cluster.Connection, "istio-system");
        await records.WriteAsync((await records.ReadAsync(fixture.Cluster.Cancel))! with { State = RecordState.Installing }, fixture.Cluster.Cancel);

        await fixture.RunAsync(session => session.RollbackAsync(), names ? settings : settings with { ToRevision = null });

        var record = (await fixture.Cluster.RecordAsync())!;
        Assert.Equal((RevisionStore.Kept + 1, RecordState.Installed), (record.Revision, record.State));
        Assert.Contains(record.Objects, item => item.Subject.Name == "r1-5");
    }

    // Without the lock's return it is what a kill looks like; the lock is KilledUninstallTests' matter.
    private static async Task<bool> CancelAsync(SessionFixture fixture, Settings.MeshSettings settings, int afterRequests)
    {
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(fixture.Cluster.Cancel);
        var limit = fixture.Cluster.Sandbox.Requests.Count + afterRequests;
        await using var session = new MeshSession(settings, fixture.Context, kill.Token);
        var running = session.RollbackAsync();
        while (!running.IsCompleted && fixture.Cluster.Sandbox.Requests.Count < limit)
            await Task.Yield();
        await kill.CancelAsync();
        try
        {
            await running;
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static List<KubeObject> Mesh(string name) =>
    [
        Sample.Named("v1", "Namespace", null, "istio-system"),
        .. Enumerable.Range(1, 8).Select(number => Sample.Named("v1", "ConfigMap", "istio-system", $"{(number <= 4 ? "common" : name)}-{number}")),
    ];
}
