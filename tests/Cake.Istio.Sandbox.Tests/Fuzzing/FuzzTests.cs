using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Schema;
using Cake.Istio.Sandbox.Tests.Server;

namespace Cake.Istio.Sandbox.Tests.Fuzzing;

/// <summary>Broken requests get an answer that says so, and break nothing.</summary>
public sealed class FuzzTests
{
    private const int Count = 10_000;
    private const int InFlight = 8;
    private const int Seed = 20190702;
    private const string Suffix = ".transcript.json";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Ten_thousand_broken_requests_are_answered_with_2xx_or_4xx_and_the_state_stays_readable()
    {
        var folder = Directory.CreateTempSubdirectory("sandbox-fuzz-").FullName;
        var answers = new ConcurrentDictionary<int, int>();
        var failures = new ConcurrentQueue<string>();
        var sent = 0;
        await using (var client = await TestClient.StartAsync(new SandboxOptions { StateFolder = folder }))
        {
            using var http = TestClient.Trusting(client.Sandbox);
            http.Timeout = Patience;
            await Parallel.ForEachAsync(Requests(), new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (request, cancellationToken) =>
            {
                // Kestrel resets an HTTP/2 stream whose path holds a NUL before anybody can answer; by HTTP/1.1 it says 400.
                var version = Interlocked.Increment(ref sent) % 2 == 0 && !request.Path.Contains("%00", StringComparison.Ordinal) ? HttpVersion.Version20 : HttpVersion.Version11;
                var (status, text) = await SendAsync(http, request, version, cancellationToken);
                answers.AddOrUpdate((int)status / 100, 1, (_, count) => count + 1);
                if ((int)status / 100 is not (2 or 4))
                    failures.Enqueue($"{request.Method} {request.Path} {request.ContentType} -> {(int)status} {text[..Math.Min(1500, text.Length)]}");
            });
            Assert.Empty(failures.Take(20));
            await CheckReadableAsync(client);
        }
        await using (var again = await TestClient.StartAsync(new SandboxOptions { StateFolder = folder }))
            await CheckReadableAsync(again);
        Directory.Delete(folder, recursive: true);
        ScoreSheet.Print("fuzz", $"fuzz: {answers.Values.Sum()} mutated requests, half of them by HTTP/2, seed {Seed}: {answers.GetValueOrDefault(2)} answered 2xx, {answers.GetValueOrDefault(4)} answered 4xx, {failures.Count} otherwise");

        Assert.Equal(Count, answers.Values.Sum());
    }

    private static IEnumerable<FuzzRequest> Requests()
    {
        var assembly = typeof(FuzzTests).Assembly;
        var valid = assembly.GetManifestResourceNames().Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .SelectMany(name => FuzzRequest.Of(JsonNode.Parse(assembly.GetManifestResourceStream(name)!)!)).Where(request => !request.IsWatch).ToList();
        var namespaces = valid.Where(request => request is { Method: "POST", Path: "/api/v1/namespaces", Body: not null }).DistinctBy(request => Convert.ToBase64String(request.Body!)).ToList();
        var random = new Random(Seed);
        var (mutation, generator) = (new RequestMutation(random), new ObjectGenerator(random, [.. namespaces.Select(Name)]));
        // What broken deletions took away comes back from time to time, so that later requests still get far.
        return Enumerable.Range(0, Count).Select(index => (index % 100) switch
        {
            < 20 => namespaces[(index + (index / 100)) % namespaces.Count],
            < 60 => mutation.Break(valid[index % valid.Count]),
            < 80 => generator.Next(),
            _ => mutation.Break(generator.Next()),
        });
    }

    private static string Name(FuzzRequest request) => (string?)JsonNode.Parse(request.Body!)?["metadata"]?["name"] ?? "default";

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpClient http, FuzzRequest request, Version version, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), http.BaseAddress!.GetLeftPart(UriPartial.Authority) + request.Path) { Version = version };
        if (request.Body is not null)
            message.Content = new ByteArrayContent(request.Body);
        message.Content?.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        using var response = await http.SendAsync(message, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private static async Task CheckReadableAsync(TestClient client)
    {
        foreach (var kind in SchemaTable.BuiltIn.Kinds.Where(kind => kind.Verbs.Contains("list")))
        {
            var (status, list) = await client.GetAsync($"/{(kind.Group.Length == 0 ? "api" : "apis")}/{kind.ApiVersion}/{kind.Plural}");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(kind.Kind + "List", (string?)list["kind"]);
        }
    }
}
