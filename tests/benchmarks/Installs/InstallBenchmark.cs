using System.Diagnostics;
using System.Globalization;
using Cake.Istio.Sandbox;
using Cake.Istio.Settings;
using Cake.Istio.Tests.Tools;

namespace Cake.Istio.Benchmarks.Installs;

/// <summary>
/// The sample release (122 objects) into a fresh sandbox that answers after 10 ms, as over a network: with 16 requests in flight, with one, again
/// without a change, planned only; and kubectl's server-side apply of the same files where kubectl is at hand. Client and sandbox share the machine.
/// </summary>
internal static class InstallBenchmark
{
    private const int Rounds = 3;
    private const string Faults = "latency=10ms";

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("install-benchmark-").FullName;
        try
        {
            var sample = Sample();
            var times = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
            // The first round warms up.
            for (var round = 0; round <= Rounds; round++)
                await RoundAsync(folder, sample, round == 0 ? [] : times, cancellationToken);

            var install = Median(times["install, 16 in flight"]);
            foreach (var (name, all) in times)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {Median(all):F0} ms, {Median(all) / install:F2} of an install"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RoundAsync(string folder, string sample, SortedDictionary<string, List<double>> times, CancellationToken cancel)
    {
        await using (var sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions { Faults = Faults }, cancel))
        {
            // Without waiting for the mesh; what answers its webhook is waited for all the same.
            var settings = new MeshSettings { Kubeconfig = sandbox.Kubeconfig, Archive = sample, Cache = Path.Combine(folder, "cache"), Wait = false };
            await TimeAsync("plan", () => RunAsync(folder, settings, session => session.PlanAsync(), cancel));
            await TimeAsync("install, 16 in flight", () => RunAsync(folder, settings, session => session.InstallMeshAsync(), cancel));
            await TimeAsync("install without a change", () => RunAsync(folder, settings, session => session.InstallMeshAsync(), cancel));
        }

        await using (var sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions { Faults = Faults }, cancel))
        {
            var settings = new MeshSettings { Kubeconfig = sandbox.Kubeconfig, Archive = sample, Cache = Path.Combine(folder, "cache"), Wait = false, Parallelism = 1 };
            await TimeAsync("install, 1 in flight", () => RunAsync(folder, settings, session => session.InstallMeshAsync(), cancel));
        }

        await using (var sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions { Faults = Faults }, cancel))
        {
            if (Kubectl.Find() is { } kubectl)
                await TimeAsync("kubectl apply --server-side", () => kubectl.ApplyAsync(sandbox.Kubeconfig, sample, cancel));
        }

        async Task TimeAsync(string name, Func<Task> run)
        {
            var begin = Stopwatch.GetTimestamp();
            await run();
            if (!times.TryGetValue(name, out var all))
                times[name] = all = [];
            all.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
    }

    private static async Task RunAsync<T>(string folder, MeshSettings settings, Func<MeshSession, Task<T>> step, CancellationToken cancel)
    {
        await using var session = new MeshSession(settings, new ToolContext(folder), cancel);
        await step(session);
    }

    private static string Sample()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Cake.Istio.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The benchmarks run within the repository.");
        return Path.Combine(folder, "manifests", "sample");
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
