using Cake.Istio.Apply;
using Cake.Istio.Sandbox;

namespace Cake.Istio.Tests.Apply;

public sealed class PartialFailureTests
{
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
}
