using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Sandbox;
using Cake.Istio.Tests.Apply;

namespace Cake.Istio.Tests.Sessions;

/// <summary>Whole runs, from preflight until everything is ready, against a server that fails every fifth request.</summary>
public sealed class FaultySessionTests
{
    private static readonly string[] ServerChosen = ["uid", "resourceVersion", "creationTimestamp", "generation", "time", "clusterIP", "clusterIPs", "nodePort", "status", "caBundle"];

    [Theory]
    [InlineData("status=500,share=0.06; status=503,retry-after=1,share=0.02; status=429,share=0.06; drop,share=0.06; watch-cut=1s; seed=1")]
    [InlineData("status=503,share=0.1; drop,share=0.1; watch-cut=1s; watch-gone,share=0.2; crd-delay=300ms; crd-lag=300ms; seed=2")]
    public async Task A_run_against_a_faulty_server_ends_like_one_against_a_sound_one(string faults)
    {
        await using var sound = await SessionFixture.StartAsync();
        await using var faulty = await SessionFixture.StartAsync(new SandboxOptions { Faults = faults });

        var expected = await sound.RunAsync(session => session.InstallMeshAsync());
        var actual = await faulty.RunAsync(session => session.InstallMeshAsync());

        var hit = faulty.Cluster.Sandbox.Requests.Count(request => request.Status is 429 or >= 500 or 0);
        Assert.InRange((double)hit / faulty.Cluster.Sandbox.Requests.Count, 0.05, 0.4);
        Assert.Contains(faulty.Shown, line => line.Contains("; retry 2 in ", StringComparison.Ordinal));
        Assert.Equal(expected.Changes.Select(change => change.ToString()), actual.Changes.Select(change => change.ToString()));
        var record = (await faulty.Cluster.RecordAsync())!;
        Assert.Equal((1, RecordState.Installed), (record.Revision, record.State));
        Assert.All(record.Objects, item => Assert.NotNull(item.Uid));
        Assert.Equal(
            await Task.WhenAll(expected.Changes.Select(change => StateAsync(sound.Cluster, change))),
            await Task.WhenAll(expected.Changes.Select(change => StateAsync(faulty.Cluster, change))));
        Assert.True((await faulty.RunAsync(session => session.PlanAsync())).IsEmpty);
    }

    private static async Task<string> StateAsync(SandboxFixture fixture, Change change)
    {
        var live = (await fixture.GetAsync(change.Subject.ApiVersion, change.Subject.Kind, change.Subject.Namespace, change.Subject.Name))!;
        Strip(live);
        return live.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        foreach (var child in node is JsonArray items ? items : [])
            Strip(child);
        if (node is not JsonObject fields)
            return;
        foreach (var (name, value) in fields.ToList())
        {
            if (ServerChosen.Contains(name) || name is "managedFields" or "annotations" || name.EndsWith("controller-uid", StringComparison.Ordinal))
                fields.Remove(name);
            else
                Strip(value);
        }
    }
}
