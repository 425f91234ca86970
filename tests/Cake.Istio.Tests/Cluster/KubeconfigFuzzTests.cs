using System.Text;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Yaml;
using Cake.Istio.Tests.Manifests;

namespace Cake.Istio.Tests.Cluster;

/// <summary>Whatever a kubeconfig holds, reading it yields one or an error of ours, soon.</summary>
public sealed class KubeconfigFuzzTests : IDisposable
{
    private static readonly string[] Texts =
    [
        KubeconfigText.For("https://x:1", null, "a", "b"),
        """
        {"apiVersion":"v1","kind":"Config","contexts":[{"name":"a","context":{"cluster":"c","user":"u"}}],"clusters":[{"name":"c","cluster":{"server":"https://x:1"}}],
         "users":[{"name":"u","user":{"exec":{"command":"p","args":["a"],"env":[{"name":"A","value":"b"}]}}}]}
        """,
    ];

    private readonly Kubeconfigs _files = new();

    public void Dispose() => _files.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Three_thousand_broken_kubeconfigs_are_read_or_refused()
    {
        var (random, refused) = (new Random(2002), 0);
        for (var i = 0; i < 3_000; i++)
        {
            var text = ManifestFuzzTests.Broken(Texts[i % Texts.Length], random);
            var file = _files.Write("k", "");
            await File.WriteAllBytesAsync(file, (i % 5 == 0 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text), TestContext.Current.CancellationToken);
            try
            {
                await KubeconfigFile.ReadAsync(file, TestContext.Current.CancellationToken);
            }
            catch (MeshException e)
            {
                Assert.Equal(ErrorCode.KubeconfigInvalid, e.Code);
                Assert.Contains(file, e.Text, StringComparison.Ordinal);
                refused++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{text}\n{e}");
            }
        }

        Assert.InRange(refused, 100, 2_900);
    }

    // Nobody checks the characters here: the reader itself must come to an end.
    [Theory(Timeout = 10_000)]
    [InlineData("{\0")]
    [InlineData("[\0")]
    [InlineData("{a\0}")]
    [InlineData("[[{a: [\0]}]]")]
    [InlineData("{&a !!str \0")]
    [InlineData("a: {? \0")]
    public async Task Brackets_that_the_text_ends_in_are_refused(string text) => await Task.Run(() =>
        Assert.Throws<YamlException>(() => new YamlNodeReader(new YamlScanner(new YamlCursor(text, 1)), new NodePositions("k", 1, 1), new ManifestSink("k")).ReadRoot()), TestContext.Current.CancellationToken);
}
