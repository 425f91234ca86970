using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cake.Istio.Manifests;
using YamlDotNet.Core;

namespace Cake.Istio.Benchmarks.Manifests;

/// <summary>istio-demo.yaml (572 KB) to objects in a warm process, beside YamlDotNet's bare events over the same text.</summary>
internal static class ParseBenchmark
{
    private const int Rounds = 41;
    private const int Size = 572_345;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var (text, name) = await TextAsync(cancellationToken);
        var objects = 0;
        var ours = Median(() => objects = ManifestReader.Parse(text, "istio-demo.yaml").Objects.Count, cancellationToken);
        var events = Median(() => Events(text), cancellationToken);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name}, {text.Length / 1000} KB, {objects} objects: {ours:F0} ms (aim 150); YamlDotNet's events alone {events:F0} ms, ratio {ours / events:F2}"));
    }

    // The real file where it is at hand, else the sample release as often as makes its size.
    private static async Task<(string Text, string Name)> TextAsync(CancellationToken cancellationToken)
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Cake.Istio.slnx")))
            folder = Path.GetDirectoryName(folder);
        var releases = Environment.GetEnvironmentVariable("MESH_RELEASES") ?? Path.Combine(Path.GetDirectoryName(folder) ?? "", "shared", "releases");
        var real = Path.Combine(releases, "istio-1.2.2", "install", "kubernetes", "istio-demo.yaml");
        if (File.Exists(real))
            return (await File.ReadAllTextAsync(real, cancellationToken), "istio-demo.yaml of 1.2.2");
        var sample = await File.ReadAllTextAsync(Path.Combine(folder!, "manifests", "sample", "install", "kubernetes", "istio-demo.yaml"), cancellationToken);
        var text = new StringBuilder();
        while (text.Length < Size)
            text.Append(sample);
        return (text.ToString(), "the sample, repeated");
    }

    private static void Events(string text)
    {
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            // Only the events' own cost counts here.
        }
    }

    private static double Median(Action run, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var begin = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        return times.Order().ElementAt(Rounds / 2);
    }
}
