using Cake.Istio.Apply;
using Cake.Istio.Errors;
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

    [Fact]
    public async Task A_failure_tells_the_way_out_once_however_many_objects_it_stops()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var services = Enumerable.Range(1, 3).Select(number => Sample.Object($$"""
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s{{number}}", "namespace": "default"}, "spec": {"type": "NodePort", "ports": [{"port": 80, "nodePort": 31390}]} }
            """));
        var changes = await fixture.ApplyAsync(await fixture.PlanAsync([.. services]));

        var failed = Assert.Throws<MeshException>(changes.EnsureSucceeded);
        Assert.Equal(ErrorCode.ApplyFailed, failed.Code);
        Assert.StartsWith("2 objects could not be applied", failed.Text, StringComparison.Ordinal);
        Assert.Equal(
            "Another Service has node port 31390; --target=Preflight names it, and so does: kubectl get services -A | grep 31390 What was applied stays; running again continues where this run ended.",
            failed.Hint);
    }

    [Theory]
    [InlineData(422, Refusal.Correct + " What was applied stays; running again after that continues where this run ended.")]
    [InlineData(500, "What was applied stays; running again continues where this run ended.")]
    public void What_is_refused_for_itself_is_not_tried_again_but_corrected(int code, string hint)
    {
        var refusal = Refusal.Of(new(code, "Invalid", "spec.ports: Required value", [], null), exists: false);
        var changes = new ChangeSet([new(new("v1", "Service", "n", "s"), ChangeAction.Failed) { Message = refusal.Message, Hint = refusal.Hint }]);
        Assert.Equal(hint, Assert.Throws<MeshException>(changes.EnsureSucceeded).Hint);
    }
}
