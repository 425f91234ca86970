using Cake.Istio.Apply;

namespace Cake.Istio.Tests.Apply;

/// <summary>What a Job of another mode left is deleted as long as it is what the Job made.</summary>
public sealed class SupersededTests
{
    private const string Rule = """
        {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "left", "namespace": "istio-system", "labels": {"release": "istio"}},
         "spec": {"podSelector": {}, "policyTypes": ["Ingress"]}}
        """;

    [Theory]
    [InlineData(null, true, 1)]
    [InlineData(null, false, 0)]
    [InlineData("""{"spec": {"podSelector": {"matchLabels": {"a": "b"}}}}""", true, 0)]
    [InlineData("""{"metadata": {"labels": {"release": "mine"}}}""", true, 0)]
    public async Task It_goes_unless_somebody_changed_it_or_nothing_is_to_be_pruned(string? edit, bool prune, int deleted)
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.CreateNamespaceAsync("istio-system");
        await fixture.ApplyAsAsync("kubectl-client-side-apply", Rule);
        if (edit is not null)
            await fixture.PatchAsAsync("kubectl-edit", "networking.k8s.io/v1", "NetworkPolicy", "istio-system", "left", edit);

        var plan = await fixture.PlanAsync([], new() { Namespace = "istio-system", Superseded = [Sample.Object(Rule)], Pruning = new() { IsOn = prune } });

        Assert.Equal(deleted, plan.Counts.Deleted);
        Assert.Null(plan.PruneRefusal);
        Assert.DoesNotContain((await fixture.PlanAsync([Sample.Object(Rule)], new() { Namespace = "istio-system", Superseded = [Sample.Object(Rule)] })).Changes, change => change.Action == ChangeAction.Deleted);
    }
}
