using System.Reflection;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Tests.Server;

namespace Cake.Istio.Sandbox.Tests.Transcripts;

/// <summary>Transcripts recorded from kube-apiserver 1.36.2, replayed against one sandbox.</summary>
public sealed class TranscriptTests(TranscriptTests.Server server) : IClassFixture<TranscriptTests.Server>
{
    private const string Suffix = ".transcript.json";

    public static TheoryData<string> Names() =>
        [.. typeof(TranscriptTests).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).Select(name => name[..^Suffix.Length]).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_sandbox_answers_as_a_real_server_did(string name)
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name + Suffix)!;
        var transcript = (await JsonNode.ParseAsync(stream, cancellationToken: TestContext.Current.CancellationToken))!;
        var (passed, failures) = await new TranscriptReplay(server.Client, transcript).RunAsync();
        server.Score(passed, failures.Count);

        Assert.Empty(failures);
    }

    public sealed class Server : IAsyncLifetime
    {
        private int _passed;
        private int _failed;

        internal TestClient Client { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Client = await TestClient.StartAsync();

        public async ValueTask DisposeAsync()
        {
            ScoreSheet.Print("transcripts", $"Transcript steps: {_passed} passed, {_failed} failed");
            await Client.DisposeAsync();
        }

        internal void Score(int passed, int failed) => (_passed, _failed) = (_passed + passed, _failed + failed);
    }
}
