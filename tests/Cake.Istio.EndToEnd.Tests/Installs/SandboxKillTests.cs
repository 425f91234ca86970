using System.Collections.Concurrent;
using System.Net;
using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>A sandbox that is killed in the middle of writes keeps what it acknowledged.</summary>
public sealed class SandboxKillTests : IDisposable
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const int Writers = 8;
    private const int BeforeTheKill = 150;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_by_a_kill_9()
    {
        ConcurrentDictionary<string, int> acknowledged = new();
        await using (var sandbox = await ServedSandbox.StartAsync(_folder.Path))
        {
            var writers = Enumerable.Range(0, Writers).Select(writer => WriteUntilKilledAsync(sandbox, $"w{writer}", acknowledged)).ToList();
            while (acknowledged.Values.Sum() < BeforeTheKill && !writers.Exists(writer => writer.IsCompleted))
                await Task.Delay(1, TestContext.Current.CancellationToken);
            sandbox.Kill();
            await Task.WhenAll(writers);
        }

        await using var again = await ServedSandbox.StartAsync(_folder.Path);
        foreach (var (name, count) in acknowledged)
        {
            var (response, map) = await again.SendAsync(HttpMethod.Get, $"{Maps}/{name}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            // The write that the kill interrupted may or may not be there.
            Assert.InRange(int.Parse((string)map["data"]!["count"]!, System.Globalization.CultureInfo.InvariantCulture), count, count + 1);
        }
        Assert.Equal(HttpStatusCode.Created, (await again.SendAsync(HttpMethod.Post, Maps, """{"metadata":{"name":"after"}}""")).Response.StatusCode);
    }

    private static async Task WriteUntilKilledAsync(ServedSandbox sandbox, string name, ConcurrentDictionary<string, int> acknowledged)
    {
        try
        {
            for (var count = 1; ; count++)
            {
                var body = $$$"""{"metadata":{"name":"{{{name}}}"},"data":{"count":"{{{count}}}","padding":"{{{new string('x', 5000)}}}"}}""";
                var (response, _) = await sandbox.SendAsync(count == 1 ? HttpMethod.Post : HttpMethod.Put, count == 1 ? Maps : $"{Maps}/{name}", body);
                Assert.True(response.IsSuccessStatusCode);
                acknowledged[name] = count;
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone.
        }
    }
}
