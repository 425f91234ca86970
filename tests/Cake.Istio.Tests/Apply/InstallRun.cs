using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Apply.Locking;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Apply;

/// <summary>One run of the installer over all its tasks, as a host would do it.</summary>
internal static class InstallRun
{
    /// <summary>Another run, of a process of this machine that is not there any more.</summary>
    public static string Gone => $"{ProcessIdentity.Current.Split(' ')[0]} {int.MaxValue} 1 {Guid.NewGuid():N}";

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

    /// <summary>Ends a run on its own connection once it has made so many requests. Cancelling everything and answering nobody is what a kill looks like to the cluster.</summary>
    /// <returns>False where the run was done before.</returns>
    public static async Task<bool> KillAsync(this SandboxFixture fixture, int afterRequests, Func<ClusterConnection, CancellationToken, Task> run)
    {
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(fixture.Cancel);
        var limit = fixture.Sandbox.Requests.Count + afterRequests;
        var connection = await fixture.ConnectAsync();
        var running = run(connection, kill.Token);
        while (!running.IsCompleted && fixture.Sandbox.Requests.Count < limit)
            await Task.Yield();
        // Before it can give anything back.
        connection.Dispose();
        await kill.CancelAsync();
        try
        {
            await running;
            return false;
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or Errors.MeshException)
        {
            return true;
        }
    }

    public static Task<InstallRecord?> RecordAsync(this SandboxFixture fixture) => new RecordStore(fixture.Connection, "istio-system").ReadAsync(fixture.Cancel);
}
