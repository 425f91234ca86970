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
        InstallAsync(fixture, fixture.Connection, options, objects);

    public static async Task<ChangeSet> InstallAsync(SandboxFixture fixture, ClusterConnection cluster, MeshInstallOptions options, IReadOnlyList<KubeObject> objects)
    {
        await using var install = new MeshInstall(cluster, fixture.Deadline, options, null, fixture.Log);
        return await install.RunAsync(objects, fixture.Cancel);
    }

    public static async Task<ChangeSet> RunAsync(this MeshInstall install, IReadOnlyList<KubeObject> objects, CancellationToken cancel)
    {
        await install.PlanAsync(objects, cancel);
        var plan = await install.BeginAsync(cancel);
        return (await install.ApplyAsync(plan.Definitions, cancel)).With(await install.FinishAsync(plan.Mesh, wait: false, cancel));
    }

    public static Task<InstallRecord?> RecordAsync(this SandboxFixture fixture) => new RecordStore(fixture.Connection, "istio-system").ReadAsync(fixture.Cancel);
}
