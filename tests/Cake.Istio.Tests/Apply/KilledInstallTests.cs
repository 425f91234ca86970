using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Apply;

public sealed class KilledInstallTests
{
    private const int Points = 50;

    [Fact]
    public async Task Wherever_an_install_is_killed_the_next_one_converges_without_leftovers()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var first = Mesh("first", 12);
        await fixture.InstallAsync(InstallRun.Options("first"), first);
        var random = new Random(20260101);
        var killed = 0;
        for (var point = 1; point <= Points; point++)
        {
            // Another mesh each time, and every second kill is followed by yet another one, so that leftovers of a killed install have to go.
            killed += await KillAsync(fixture, Mesh($"killed-{point}", 12), random.Next(2, 60)) ? 1 : 0;
            var wanted = Mesh(point % 2 == 0 ? $"killed-{point}" : $"next-{point}", 12);
            using var connection = await fixture.ConnectAsync();
            await InstallRun.InstallAsync(fixture, connection, InstallRun.Options($"r{point}"), wanted);
            await AssertConvergedAsync(fixture, wanted, point);
        }

        // The rest were done sooner than expected.
        Assert.InRange(killed, Points / 2, Points);
    }

    private static Task<bool> KillAsync(SandboxFixture fixture, IReadOnlyList<KubeObject> mesh, int afterRequests)
    {
        var options = InstallRun.Options("killed");
        return fixture.KillAsync(afterRequests, async (connection, kill) =>
        {
            await using var install = new MeshInstall(connection, fixture.Deadline, options with { Lock = options.Lock with { Process = InstallRun.Gone } }, null, fixture.Log);
            await install.RunAsync(mesh, kill);
        });
    }

    private static async Task AssertConvergedAsync(SandboxFixture fixture, IReadOnlyList<KubeObject> wanted, int point)
    {
        var maps = await fixture.Connection.ListAsync(await fixture.FindAsync("v1", "ConfigMap"), "istio-system", new ListOptions { LabelSelector = "mesh" }, fixture.Cancel);
        Assert.Equal(
            wanted.Where(item => item.Kind == "ConfigMap").Select(item => item.Name).Order(StringComparer.Ordinal),
            maps.Items.Select(item => (string)item["metadata"]!["name"]!).Order(StringComparer.Ordinal));
        var record = (await fixture.RecordAsync())!;
        Assert.Equal((RecordState.Installed, $"r{point}"), (record.State, record.Description.Release));
        Assert.Equal(wanted.Select(item => ObjectKey.Of(item.Ref)).ToHashSet(), record.Objects.Select(item => item.Key).ToHashSet());
        Assert.True((await fixture.PlanAsync(wanted)).IsEmpty);
    }

    private static List<KubeObject> Mesh(string name, int size) =>
    [
        Sample.Named("v1", "Namespace", null, "istio-system"),
        .. Enumerable.Range(1, size).Select(number => Sample.Object($$"""
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "{{(number <= size / 2 ? "common" : name)}}-{{number}}", "namespace": "istio-system", "labels": {"mesh": "{{name}}"} } }
            """)),
    ];
}
