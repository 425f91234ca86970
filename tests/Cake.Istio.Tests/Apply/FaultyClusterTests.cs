using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Sandbox;

namespace Cake.Istio.Tests.Apply;

public sealed class FaultyClusterTests
{
    private static readonly string[] ServerChosen = ["uid", "resourceVersion", "creationTimestamp", "generation", "time", "clusterIP", "clusterIPs", "nodePort", "status", "caBundle"];

    [Theory]
    [InlineData("status=500,share=0.06; status=503,retry-after=1,share=0.02; status=429,share=0.06; drop,share=0.06; seed=1")]
    [InlineData("status=503,share=0.1; drop,share=0.1; crd-delay=300ms; crd-lag=300ms; seed=2")]
    public async Task An_install_into_a_faulty_cluster_ends_like_one_into_a_sound_one(string faults)
    {
        await using var sound = await SandboxFixture.StartAsync();
        await using var faulty = await SandboxFixture.StartAsync(new SandboxOptions { Faults = faults });
        var objects = await SampleMesh.ReadAsync(sound.Cancel);

        var expected = await sound.InstallAsync(objects);
        var actual = await faulty.InstallAsync(objects);

        Assert.Equal(expected.Changes.Select(change => change.Subject), actual.Changes.Select(change => change.Subject));
        Assert.Contains(faulty.Sandbox.Requests, request => request.Status >= 429);
        Assert.Equal(
            await Task.WhenAll(expected.Changes.Select(change => StateAsync(sound, change))),
            await Task.WhenAll(expected.Changes.Select(change => StateAsync(faulty, change))));
        Assert.True((await faulty.PlanAsync(objects)).IsEmpty);
    }

    [Fact]
    public async Task One_failure_stops_what_needs_it_and_nothing_else()
    {
        await using var fixture = await SandboxFixture.StartAsync(new SandboxOptions
        {
            Faults = "status=403,method=PATCH,path=/api/v1/namespaces/istio-system/configmaps/istio; status=403,method=PATCH,path=/apis/apiextensions.k8s.io/v1/customresourcedefinitions/rules.config.istio.io",
        });
        var plan = await fixture.PlanAsync(await SampleMesh.ReadAsync(fixture.Cancel));
        var changes = await fixture.ApplyAsync(plan);

        Assert.Equal(
            ["CustomResourceDefinition rules.config.istio.io", "ConfigMap istio-system/istio"],
            changes.Failures.Select(change => change.Subject.ToString()));
        var needs = plan.Changes.ToDictionary(change => change.Key, change => change.Needs);
        foreach (var change in changes.Changes.Where(change => change.Action is ChangeAction.Skipped or ChangeAction.Created))
        {
            var isHit = changes.Changes
                .Where(other => other.Action is ChangeAction.Failed or ChangeAction.Skipped)
                .Any(other => needs[ObjectKey.Of(change.Subject)].Contains(ObjectKey.Of(other.Subject)));
            Assert.Equal(isHit ? ChangeAction.Skipped : ChangeAction.Created, change.Action);
        }

        Assert.Contains(changes.Changes, change => change is { Action: ChangeAction.Skipped, Message: "it needs ConfigMap istio-system/istio, which failed" });
        Assert.Contains(changes.Changes, change => change is { Action: ChangeAction.Skipped, Message: "it needs CustomResourceDefinition rules.config.istio.io, which failed" });
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
