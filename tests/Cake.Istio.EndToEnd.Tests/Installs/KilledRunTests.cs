using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Cake.Istio.EndToEnd.Tests.Processes;
using Cake.Istio.Sandbox;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>SIGKILL at ten points of an install; fifty more, of an install within the process, are in Cake.Istio.Tests.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const int Points = 10;
    private static readonly string Sample = Path.Combine(TestPaths.Repository, "manifests", "sample");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Wherever_a_run_is_killed_the_next_one_converges_without_leftovers()
    {
        var (writes, expected, record) = await CleanRunAsync();
        var random = new Random(20260214);
        // One point in each tenth of the writes, so that definitions, workloads, webhook and record are all hit.
        var points = Enumerable.Range(0, Points).Select(part => (writes * part / Points) + random.Next(1, writes / Points)).ToList();
        var other = OtherRelease();
        var reached = new ConcurrentBag<int>();
        await Parallel.ForEachAsync(points, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken }, async (point, cancel) =>
        {
            await using var sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions(), cancel);
            var killedAt = await KillAsync(sandbox, other, point);
            TestContext.Current.TestOutputHelper?.WriteLine($"wanted {point} of {writes}, killed after {killedAt}");
            reached.Add(killedAt);
            var next = await TestProcess.RunDotnetAsync(TestPaths.Host, Arguments(sandbox, Sample), _folder.Path);

            Assert.True(next.ExitCode == 0, $"killed at write {killedAt}: {next.Output}{next.Error}");
            using var cluster = new SandboxCluster(sandbox);
            var names = await cluster.NamesAsync();
            Assert.True(expected.SequenceEqual(names), $"killed at write {killedAt}: {string.Join(", ", names.Except(expected).Concat(expected.Except(names)))}{Environment.NewLine}{next.Output}");
            var actual = await cluster.RecordAsync();
            Assert.Equal("Installed", (string?)actual["state"]);
            Assert.Equal(Objects(record), Objects(actual));
        });

        // A machine that is busy kills later than wanted, but not each time at the end.
        Assert.InRange(reached.Count(write => write < writes), Points / 2, Points);
    }

    private async Task<(int Writes, IReadOnlyList<string> Names, JsonObject Record)> CleanRunAsync()
    {
        await using var sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        var run = await TestProcess.RunDotnetAsync(TestPaths.Host, Arguments(sandbox, Sample), _folder.Path);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        using var cluster = new SandboxCluster(sandbox);
        return (Writes(sandbox), await cluster.NamesAsync(), await cluster.RecordAsync());
    }

    private async Task<int> KillAsync(Sandbox.Sandbox sandbox, string release, int point)
    {
        // One request at a time, so that the point is met.
        using var process = TestProcess.Start("dotnet", [TestPaths.Host, .. Arguments(sandbox, release), "--parallelism=1"], _folder.Path);
        while (Writes(sandbox) < point)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitAsync();
        return Writes(sandbox);
    }

    // What is killed installs something more than what is installed then.
    private string OtherRelease()
    {
        var root = Path.Combine(_folder.Path, "other");
        foreach (var file in Directory.EnumerateFiles(Sample, "*", SearchOption.AllDirectories))
            _folder.Write(Path.Combine("other", Path.GetRelativePath(Sample, file)), File.ReadAllText(file));
        var more = string.Concat(Enumerable.Range(1, 10).Select(number => $"\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: leftover-{number}, namespace: istio-system}}\ndata: {{number: \"{number}\"}}\n"));
        File.AppendAllText(Path.Combine(root, "install", "kubernetes", "istio-demo.yaml"), more);
        return root;
    }

    private string[] Arguments(Sandbox.Sandbox sandbox, string release) =>
    [
        "--target=InstallMesh", $"--kubeconfig={sandbox.Kubeconfig}", $"--archive={release}", $"--cache={Path.Combine(_folder.Path, "cache")}", "--timeout=3m",
    ];

    private static int Writes(Sandbox.Sandbox sandbox) => sandbox.Requests.Count(request => request.Persisted);

    private static List<string> Objects(JsonObject record) =>
    [
        .. from kind in record["objects"]!.AsArray()
           from name in kind!["uidByName"]!.AsObject()
           select $"{kind["apiVersion"]} {kind["kind"]} {kind["namespace"]} {name.Key} {(name.Value is null ? "without" : "with")} identity",
    ];
}
