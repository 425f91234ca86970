using System.Diagnostics;
using System.Globalization;
using Cake.Istio.Sandbox;

namespace Cake.Istio.Benchmarks.Sandboxes;

/// <summary>From the call of StartAsync to the first answer: the first start of the process, and later ones.</summary>
internal static class StartBenchmark
{
    private const int Rounds = 7;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("sandbox-benchmark-").FullName;
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var begin = Stopwatch.GetTimestamp();
            await using var sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions { StateFolder = folder }, cancellationToken);
            using var client = SandboxClient.For(sandbox);
            (await client.GetAsync(new Uri("/api/v1/namespaces", UriKind.Relative), cancellationToken)).EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        Directory.Delete(folder, recursive: true);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  start to first answer: {times[0]:F0} ms cold, {times.Skip(1).Order().ElementAt((Rounds - 1) / 2):F0} ms warm (aim 300)"));
    }
}
