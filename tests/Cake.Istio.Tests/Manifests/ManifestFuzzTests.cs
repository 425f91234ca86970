using System.Diagnostics;
using System.Text;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests;

/// <summary>Whatever a manifest holds, reading it yields objects or one error of ours, soon.</summary>
public sealed class ManifestFuzzTests
{
    private const string Head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";

    private static readonly string[] Fragments =
    [
        "\n", "  ", ": ", "- ", "\"", "'", "|\n", ">-\n", "#", "[", "]", "{", "}", ",", "&a ", "*a", "!!str ", "? ", "\t", "<<: ", "~", "\\", "...\n", "---\n", "%", "@", "`",
        "\\u263a", "é", "😀", "\r", "\n\n", "0x1", "|2\n", "!!binary ", "\u2028", "\u0085", "\uFEFF", "\0", "{\"a\":", "1e999", "!<", "!x!y ", "\\ud83d", "\"\\x", "|9-\n", ".inf", "items:\n- ",
    ];

    [Fact]
    public async Task Five_thousand_broken_manifests_end_in_objects_or_in_an_error_of_ours()
    {
        var (random, refused) = (new Random(1202), 0);
        var folder = Directory.CreateTempSubdirectory("fuzz-").FullName;
        var root = await SampleRelease.WriteAsync(folder, default);
        var documents = Directory.EnumerateFiles(root, "*.yaml", SearchOption.AllDirectories).Order().SelectMany(file => File.ReadAllText(file).Split("---\n")).ToList();
        Directory.Delete(folder, recursive: true);
        for (var i = 0; i < 5_000; i++)
        {
            var text = Broken(documents[random.Next(documents.Count)], random);
            try
            {
                foreach (var o in ManifestReader.Parse(text, "fuzz.yaml").Objects)
                    Assert.NotEmpty(KubeJson.ToUtf8(o.Json));
            }
            catch (MeshException e)
            {
                Assert.Equal("fuzz.yaml", e.Location?.File);
                refused++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{text}\n{e}");
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"5,000 manifests, {refused} refused");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: ")]
    [InlineData("&a ")]
    [InlineData("!!str ")]
    [InlineData("*a ")]
    [InlineData("\"\\n")]
    [InlineData("'' ")]
    [InlineData("\n---\n")]
    [InlineData("\n--- #\n")]
    [InlineData("\n...\n")]
    [InlineData("k: 1\n")]
    [InlineData("- a\n")]
    [InlineData("[a],\n")]
    [InlineData("#\n")]
    [InlineData("|\n")]
    [InlineData("x ")]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"A\",\"metadata\":{\"name\":\"a\"}}\n")]
    public void A_megabyte_of_anything_is_read_or_refused_at_once(string part)
    {
        var text = new StringBuilder(Head).Append(part == "- " ? "v:\n  " : "");
        if (part[0] == '{' && part.EndsWith('\n'))
            text.Clear();
        while (text.Length < 1_000_000)
            text.Append(part);
        var begin = Stopwatch.GetTimestamp();
        try
        {
            ManifestReader.Parse(text.ToString(), "large.yaml");
        }
        catch (MeshException e)
        {
            Assert.StartsWith("MESH12", e.Code, StringComparison.Ordinal);
        }

        // Far above what it takes, far below what a quadratic reader would need.
        Assert.InRange(Stopwatch.GetElapsedTime(begin).TotalSeconds, 0, 20);
    }

    [Fact]
    public void Of_very_many_warnings_the_first_are_given()
    {
        var content = Yaml.Read(Head + string.Concat(Enumerable.Repeat("k: 1\n", 100_000)));

        Assert.Equal(101, content.Warnings.Count);
        Assert.Contains("more warnings", content.Warnings[^1].Text, StringComparison.Ordinal);
    }

    internal static string Broken(string text, Random random)
    {
        var broken = new StringBuilder(text);
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(broken.Length + 1);
            if (random.Next(3) > 0)
                broken.Insert(at, Fragments[random.Next(Fragments.Length)]);
            else
                broken.Remove(at, Math.Min(random.Next(1, 20), broken.Length - at));
        }

        return broken.ToString();
    }
}
