using Cake.Istio.Errors;
using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Sessions;

/// <summary>A policy that somebody else wrote decides the mode, whatever is installed; the plan says so and names the way out.</summary>
public sealed class ModeSessionTests
{
    private const string Policy = "authentication.istio.io/v1alpha1";

    [Fact]
    public async Task A_policy_that_an_install_leaves_alone_is_named_and_taking_it_away_helps()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        await fixture.Cluster.PatchAsAsync("kubectl-edit", Policy, "MeshPolicy", null, "default", """{"spec": {"peers": [{"mtls": {"mode": "STRICT"}}]}}""");

        var plan = await fixture.RunAsync(session => session.PlanAsync());
        Assert.True(plan.IsEmpty);
        var note = Assert.Single(plan.Notes);
        Assert.StartsWith("Mutual TLS will be strict, not permissive: MeshPolicy default: ", note, StringComparison.Ordinal);
        Assert.Contains("kubectl delete meshpolicy default, then run again", note, StringComparison.Ordinal);
        await fixture.RunAsync(session => session.InstallMeshAsync());
        Assert.Contains(note, fixture.Shown);
        await fixture.RunAsync(session => session.PatchGatewayAsync());
        var failure = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.VerifyAsync()));
        Assert.Contains("mtls-mode: Mutual TLS is strict, not permissive", failure.Text, StringComparison.Ordinal);

        await fixture.Cluster.Connection.DeleteAsync(await fixture.Cluster.FindAsync(Policy, "MeshPolicy"), null, "default", null, fixture.Cluster.Cancel);
        Assert.Equal(["Mutual TLS switches from disabled to permissive (now: no MeshPolicy default, without which servers take plain text only)"], (await fixture.RunAsync(session => session.PlanAsync())).Notes);
        await fixture.RunAsync(session => session.InstallMeshAsync());
        await fixture.RunAsync(session => session.VerifyAsync());
        Assert.Contains(fixture.Shown, line => line.Contains("Mutual TLS is permissive", StringComparison.Ordinal));
        Assert.Empty((await fixture.RunAsync(session => session.PlanAsync())).Notes);
    }

    [Fact]
    public async Task A_switch_of_the_mode_is_announced_and_nothing_else_is_said_of_it()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        Assert.DoesNotContain(fixture.Shown, line => line.Contains("Mutual TLS", StringComparison.Ordinal));

        var plan = await fixture.RunAsync(session => session.PlanAsync(), fixture.Settings with { Mode = MtlsMode.Strict });
        Assert.Equal(["Mutual TLS switches from permissive to strict (now: MeshPolicy default: mtls {\"mode\":\"PERMISSIVE\"})"], plan.Notes);
    }
}
