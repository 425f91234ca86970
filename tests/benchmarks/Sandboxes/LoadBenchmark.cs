using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Cake.Istio.Sandbox;

namespace Cake.Istio.Benchmarks.Sandboxes;

/// <summary>5,000 ConfigMaps by server-side apply at 16 in flight, again without a change, a LIST of them, and the memory then. Client and sandbox share the process.</summary>
internal static class LoadBenchmark
{
    private const int Count = 5_000;
    private const int InFlight = 16;
    private const int Lists = 9;
    private const string Path = "/api/v1/namespaces/default/configmaps";

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("sandbox-benchmark-").FullName;
        await using var sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions { StateFolder = folder }, cancellationToken);
        using var client = SandboxClient.For(sandbox);
        using (var name = new StringContent("""{"metadata":{"name":"default"}}""", Encoding.UTF8, "application/json"))
            (await client.PostAsync(new Uri("/api/v1/namespaces", UriKind.Relative), name, cancellationToken)).Dispose();
        var first = await ApplyAllAsync(client, cancellationToken);
        var second = await ApplyAllAsync(client, cancellationToken);
        var (list, size) = await ListAsync(client, cancellationToken);
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Count} ConfigMaps by server-side apply, {InFlight} in flight: {first:F2} s (aim 5), the same again: {second:F2} s (ratio {second / first:F2})"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  LIST of them: {list:F0} ms, {size / 1048576.0:F1} MiB (aim 150)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  memory then: working set {process.WorkingSet64 >> 20} MiB, managed {GC.GetTotalMemory(true) >> 20} MiB (aim 300)"));
        await sandbox.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<double> ApplyAllAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken }, async (number, token) =>
        {
            var body = $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c-{{{number}}}","namespace":"default","labels":{"app":"x"}},"data":{"key":"{{{new string('x', 300)}}}"}}""";
            using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/apply-patch+yaml"));
            using var response = await client.PatchAsync(new Uri($"{Path}/c-{number}?fieldManager=benchmark", UriKind.Relative), content, token);
            response.EnsureSuccessStatusCode();
        });
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static async Task<(double Milliseconds, long Size)> ListAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var (times, size) = (new List<double>(), 0L);
        for (var round = 0; round < Lists; round++)
        {
            var begin = Stopwatch.GetTimestamp();
            size = (await client.GetByteArrayAsync(new Uri(Path, UriKind.Relative), cancellationToken)).LongLength;
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        return (times.Order().ElementAt(Lists / 2), size);
    }
}
