using Cake.Istio.Benchmarks.Installs;
using Cake.Istio.Benchmarks.Manifests;
using Cake.Istio.Benchmarks.Sandboxes;

// dotnet run -c Release --project tests/benchmarks [name…]: all benchmarks, or those named.
var benchmarks = new Dictionary<string, Func<CancellationToken, Task>>
{
    ["manifest-parse"] = ParseBenchmark.RunAsync,
    ["install"] = InstallBenchmark.RunAsync,
    ["sandbox-start"] = StartBenchmark.RunAsync,
    ["sandbox-load"] = LoadBenchmark.RunAsync,
};
using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};
foreach (var name in args.Length > 0 ? args : [.. benchmarks.Keys])
{
    if (!benchmarks.TryGetValue(name, out var run))
    {
        await Console.Error.WriteLineAsync($"There is no benchmark '{name}'; there are {string.Join(", ", benchmarks.Keys)}.");
        return 1;
    }
    Console.WriteLine($"{name}:");
    await run(stopping.Token);
}
return 0;
