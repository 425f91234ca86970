using System.Text.Json.Nodes;
using Cake.Istio.Cluster;

namespace Cake.Istio.Tests.Sessions;

/// <summary>The authority that a running injector has put into its webhook's configuration stays there, whatever an install writes.</summary>
public sealed class CaBundleSessionTests
{
    private const string ApiVersion = "admissionregistration.k8s.io/v1";
    private const string Kind = "MutatingWebhookConfiguration";
    private const string Name = "istio-sidecar-injector";

    [Fact]
    public async Task It_survives_a_reinstall_and_an_upgrade()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        while (Bundle(await WebhookAsync(fixture)) is null)
            await Task.Delay(10, fixture.Cluster.Cancel);
        var before = await WebhookAsync(fixture);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(fixture.Cluster.Cancel);
        var states = WatchAsync(fixture, (string)before["metadata"]!["resourceVersion"]!, watching.Token);

        // The same once more, after a change by hand elsewhere; then a release that changes the webhook itself.
        await fixture.Cluster.PatchAsAsync("kubectl", "v1", "Service", "istio-system", "istio-pilot", """{"metadata": {"labels": {"release": "mine"}}}""");
        await fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { ForceConflicts = true });
        var manifest = Path.Combine(fixture.Folder, "sample", "install", "kubernetes", "istio-demo.yaml");
        var text = await File.ReadAllTextAsync(manifest, fixture.Cluster.Cancel);
        await File.WriteAllTextAsync(manifest, text.Replace("  sideEffects: None\n", "  sideEffects: None\n  timeoutSeconds: 7\n", StringComparison.Ordinal), fixture.Cluster.Cancel);
        await fixture.RunAsync(session => session.InstallMeshAsync());

        var after = await WebhookAsync(fixture);
        Assert.Equal(7, (int?)after["webhooks"]![0]!["timeoutSeconds"]);
        Assert.Equal(Bundle(before), Bundle(after));
        await watching.CancelAsync();
        // Not even for a moment was it gone: a pod that is made in that moment would be refused.
        Assert.NotEmpty(await states);
        Assert.All(await states, state => Assert.Equal(Bundle(before), Bundle(state)));
    }

    private static async Task<JsonObject> WebhookAsync(SessionFixture fixture) => (await fixture.Cluster.GetAsync(ApiVersion, Kind, null, Name))!;

    private static string? Bundle(JsonObject webhook) => (string?)webhook["webhooks"]![0]!["clientConfig"]!["caBundle"];

    private static async Task<IReadOnlyList<JsonObject>> WatchAsync(SessionFixture fixture, string version, CancellationToken cancel)
    {
        var states = new List<JsonObject>();
        try
        {
            await foreach (var change in fixture.Cluster.Connection.WatchAsync(await fixture.Cluster.FindAsync(ApiVersion, Kind), null, version, null, cancel))
            {
                if (change.Type != WatchEventType.Bookmark)
                    states.Add(change.Json);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is done.
        }

        return states;
    }
}
