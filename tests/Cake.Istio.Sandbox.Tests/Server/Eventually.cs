using System.Net;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;

namespace Cake.Istio.Sandbox.Tests.Server;

/// <summary>Waits for what the controllers of a running sandbox will do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Reads until the answer is as wanted.</summary>
    public static async Task<JsonNode> UntilAsync(this TestClient client, string path, Func<HttpStatusCode, JsonNode, bool> wanted)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var (status, body) = await client.GetAsync(path);
            if (wanted(status, body))
                return body;
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"{path} did not become as wanted: {body.ToJsonString()}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Reads a list until one of its items is as wanted.</summary>
    public static async Task<JsonObject> ItemAsync(this TestClient client, string path, Func<JsonObject, bool> wanted) =>
        (await client.UntilAsync(path, (_, body) => body.Objects("items").Any(wanted))).Objects("items").First(wanted);
}
