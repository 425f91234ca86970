using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Apply;

/// <summary>One run of the installer over all its tasks, as a host would do it.</summary>
internal static class InstallRun
{
    public static MeshInstallOptions Options(string release = "1.2.2") => new()
    {
        Description = new(release, new Dictionary<string, string>(), "ann@laptop"),
        Planner = new() { Namespace = "istio-system", Pruning = new() { Limit = 100 } },
        Lock = new() { Namespace = "istio-system", Holder = "ann@laptop", Timeout = TimeSpan.Zero },
    };

    public static Task<ChangeSet> InstallAsync(this SandboxFixture fixture, MeshInstallOptions options, IReadOnlyList<KubeObject> objects) =>
        InstallAsync(fixture.Connection, fixture.Deadline, options, objects, fixture.Cancel);

    public static async Task<ChangeSet> InstallAsync(
        ClusterConnection cluster, RunDeadline deadline, MeshInstallOptions options, IReadOnlyList<KubeObject> objects, CancellationToken cancel)
    {
        await using var install = new MeshInstall(cluster, deadline, options, null, _ => { });
        await install.PlanAsync(objects, cancel);
        var plan = await install.BeginAsync(cancel);
        var changes = (await install.ApplyAsync(plan.Definitions, null, cancel)).With(await install.ApplyAsync(plan.Mesh, null, cancel));
        changes.EnsureSucceeded();
        await install.CompleteAsync(cancel);
        return changes;
    }

    public static Task<InstallRecord?> RecordAsync(this SandboxFixture fixture) => new RecordStore(fixture.Connection, "istio-system").ReadAsync(fixture.Cancel);
}
