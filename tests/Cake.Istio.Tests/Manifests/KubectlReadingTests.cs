using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Tests.Releases;

namespace Cake.Istio.Tests.Manifests;

/// <summary>Broken documents, read here and by the kubectl of this machine: both refuse them, or both find the same in them.</summary>
public sealed class KubectlReadingTests : IDisposable
{
    private const int Cases = 1500;

    private static readonly string[] Bodies =
    [
        "a: 1\nb: [x, 'y', \"z\"]\nc: {d: e, f: null}\n",
        "text: |\n  one\n    two\n\n  three\nfolded: >-\n  a\n  b\n\n  c\nkept: |+\n  x\n\n",
        "list:\n- a\n- b: 1\n  c: 2\n- - d\n  - e\n- |\n  f\n",
        "anchor: &a {x: 1}\nalias: *a\nmerge:\n  <<: *a\n  y: 2\n",
        "numbers: [0644, 0o17, 0x1F, 1_000, 1e3, -0, +5, .5, 1., 0b11, 1:30, 99999999999999999999, .inf, -.INF, 1e400]\n",
        "words: [yes, No, on, OFF, y, n, ~, null, Null, TRUE, true, none]\n",
        "dates: [2020-01-01, 2001-12-14t21:59:43.10-05:00, 2020-01-01T00:00:00Z]\n",
        "quoted: \"a\\n\\u263a\\x41 \\\n  b\"\nsingle: 'it''s\n\n  more'\nplain: a b\n  c\n",
        "? key\n: value\n? [a]\n: b\n1: one\ntrue: t\n1.5: f\nnull: n\n",
        "tagged: !!str 5\nbinary: !!binary aGVsbG8=\nint: !!int '5'\nfloat: !!float 1\nset: !x y\nnone: !!null ''\n",
        "# comment\na: b # more\n\n\nc: 'd' #e\nf: g#h\nurl: http://x:80/y?z=1&w=%20\n",
        "emoji: 😀 é\nescaped: \"\\ud83d\\ude00\"\nlong: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: b\n",
        "nested: {a: [1, {b: {c: [d, e]}}], \"f\": 'g', h}\nopen: [a,\n  b, c: d]\nempty: {}\nnothing: []\n",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_kubectl_reads_is_what_is_read_here()
    {
        var random = new Random(36);
        var texts = Enumerable.Range(0, Cases).Select(i => $"apiVersion: x.io/v1\nkind: Foo\nmetadata:\n  name: c{i}\nspec:\n{Broken(random)}").ToList();
        for (var i = 0; i < Cases; i++)
            await File.WriteAllTextAsync(Path.Combine(_folder.Path, $"{i:0000}.yaml"), texts[i], TestContext.Current.CancellationToken);
        var (objects, errors) = await KubectlAsync(_folder.Path);

        var (agreed, refused) = (0, 0);
        for (var i = 0; i < Cases; i++)
        {
            var there = objects.GetValueOrDefault($"c{i}");
            var isRefusedThere = errors.Contains($"{i:0000}.yaml", StringComparison.Ordinal);
            try
            {
                var content = ManifestReader.Parse(texts[i], $"{i:0000}.yaml");
                var here = content.Objects.LastOrDefault(o => o.Name == $"c{i}");
                Assert.False(isRefusedThere, $"kubectl refuses case {i}: {Line(errors, i)}\n{texts[i]}");
                if (content.Warnings.Count > 0 && !IsAlike(here, there))
                    there = await AgreeingAsync(here, i) ?? there;
                Assert.True(IsAlike(here, there), $"case {i}\n{texts[i]}\nhere  {here?.Json["spec"]?.ToJsonString()}\nthere {there?["spec"]?.ToJsonString()}");
                agreed++;
            }
            catch (MeshException e)
            {
                Assert.True(isRefusedThere, $"kubectl takes case {i}\n{texts[i]}\n{e.Message}\nthere {there?["spec"]?.ToJsonString()}");
                refused++;
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{Cases} documents: {agreed} read alike, {refused} refused by both");
        Assert.InRange(refused, Cases / 10, Cases * 9 / 10);
    }

    // Of the keys 1 and 1. kubectl takes now the one, now the other (a Go map that is walked in random order): the last has to be among its answers.
    private async Task<JsonObject?> AgreeingAsync(KubeObject? here, int i)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var (objects, _) = await KubectlAsync(Path.Combine(_folder.Path, $"{i:0000}.yaml"));
            if (objects.GetValueOrDefault($"c{i}") is { } there && IsAlike(here, there))
                return there;
        }

        return null;
    }

    private static bool IsAlike(KubeObject? here, JsonObject? there) => JsonNode.DeepEquals(here?.Json["spec"], there?["spec"]);

    private static string Broken(Random random)
    {
        // A file cannot hold half a character.
        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(ManifestFuzzTests.Broken(Bodies[random.Next(Bodies.Length)], random)));
        return string.Concat(text.Split('\n').Select(line => line.Length == 0 || random.Next(60) == 0 ? $"{line}\n" : $"  {line}\n"));
    }

    private static string? Line(string errors, int i) => errors.Split('\n').FirstOrDefault(line => line.Contains($"{i:0000}.yaml", StringComparison.Ordinal));

    private static async Task<(Dictionary<string, JsonObject> Objects, string Errors)> KubectlAsync(string path)
    {
        var start = new ProcessStartInfo("kubectl", ["label", "--local", "-f", path, "a=b", "-o", "json"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        Process? started = null;
        try
        {
            started = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("there is no kubectl on this machine");
        }

        using var process = started!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = Encoding.UTF8.GetBytes(await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (Objects(output), await errors);
    }

    private static Dictionary<string, JsonObject> Objects(byte[] output)
    {
        var objects = new Dictionary<string, JsonObject>();
        var reader = new Utf8JsonReader(output, new() { AllowMultipleValues = true, MaxDepth = 1000 });
        while (reader.Read())
        {
            var o = JsonNode.Parse(ref reader)!.AsObject();
            objects[(string)o["metadata"]!["name"]!] = o;
        }

        return objects;
    }
}
