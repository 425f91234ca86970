using Cake.Istio.Apply.Inventory;
using Cake.Istio.Apply.Removal;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Readiness;
using Cake.Istio.Tests.Apply;

namespace Cake.Istio.Tests.Sessions;

public sealed class KilledUninstallTests
{
    private const int Points = 24;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wherever_an_uninstall_is_killed_the_same_command_completes_it_without_leftovers(bool goesNamespace)
    {
        await using var fixture = await SessionFixture.StartAsync();
        var random = new Random(20261123);
        var killed = 0;
        for (var point = 1; point <= Points; point++)
        {
            using (var connection = await fixture.Cluster.ConnectAsync())
                await InstallRun.InstallAsync(fixture.Cluster, connection, InstallRun.Options(), Mesh);
            if (!goesNamespace)
                await fixture.MakeUsersMapAsync();
            killed += await KillAsync(fixture.Cluster, random.Next(2, 60)) ? 1 : 0;

            // All gone, it is nothing but an error to remove it once more.
            if (await fixture.Cluster.GetAsync("v1", "Namespace", null, "istio-system") is null || (!goesNamespace && await fixture.Cluster.RecordAsync() is null))
                Assert.Equal(ErrorCode.NothingRecorded, (await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.UninstallAsync()))).Code);
            else
                await fixture.RunAsync(session => session.UninstallAsync());
            await AssertGoneAsync(fixture, goesNamespace, point);
        }

        // The rest were done sooner than expected.
        Assert.InRange(killed, Points / 2, Points);
    }

    private static IReadOnlyList<KubeObject> Mesh { get; } =
    [
        Sample.Named("v1", "Namespace", null, "istio-system"),
        .. Enumerable.Range(1, 6).Select(number => Sample.Named("v1", "ConfigMap", "istio-system", $"mesh-{number}")),
        .. Enumerable.Range(1, 6).Select(number => Sample.Named("rbac.authorization.k8s.io/v1", "ClusterRole", null, $"mesh-{number}")),
    ];

    private static Task<bool> KillAsync(SandboxFixture fixture, int afterRequests)
    {
        var options = InstallRun.Options().Lock with { Process = InstallRun.Gone };
        return fixture.KillAsync(afterRequests, async (connection, kill) =>
        {
            var record = await new RecordStore(connection, options.Namespace).ReadAsync(kill);
            var planner = new RemovalPlanner(connection, options.Namespace, purge: false);
            await new MeshRemoval(connection, fixture.Deadline, options, planner, ReadinessOptions.DefaultStallTimeout, null, _ => { }).RunAsync(record!, kill);
        });
    }

    private static async Task AssertGoneAsync(SessionFixture fixture, bool isNamespaceGone, int point)
    {
        var roles = await fixture.Cluster.Connection.ListAsync(await fixture.Cluster.FindAsync("rbac.authorization.k8s.io/v1", "ClusterRole"), null, null, fixture.Cluster.Cancel);
        Assert.DoesNotContain(roles.Items, item => ((string)item["metadata"]!["name"]!).StartsWith("mesh-", StringComparison.Ordinal));
        Assert.Equal(isNamespaceGone, await fixture.Cluster.GetAsync("v1", "Namespace", null, "istio-system") is null);
        foreach (var (apiVersion, kind, expected) in new[] { ("v1", "ConfigMap", "kube-root-ca.crt mine openshift-service-ca.crt"), ("v1", "Secret", ""), ("coordination.k8s.io/v1", "Lease", "") })
        {
            var left = await fixture.Cluster.Connection.ListAsync(await fixture.Cluster.FindAsync(apiVersion, kind), "istio-system", null, fixture.Cluster.Cancel);
            Assert.Equal((point, isNamespaceGone ? "" : expected), (point, string.Join(' ', left.Items.Select(item => (string?)item["metadata"]!["name"]).Order(StringComparer.Ordinal))));
        }
    }
}
