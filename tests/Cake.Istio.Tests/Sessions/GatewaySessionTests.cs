using Cake.Istio.Errors;

namespace Cake.Istio.Tests.Sessions;

/// <summary>A gateway that is not there is a success only where none belongs.</summary>
public sealed class GatewaySessionTests
{
    [Fact]
    public async Task Without_a_mesh_there_is_none_to_patch()
    {
        await using var fixture = await SessionFixture.StartAsync();

        var missing = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.PatchGatewayAsync()));

        Assert.Equal(ErrorCode.GatewayMissing, missing.Code);
        Assert.Contains("no install is recorded", missing.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_was_installed_and_is_gone_is_missed()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        var services = await fixture.Cluster.FindAsync("v1", "Service");
        await fixture.Cluster.Connection.DeleteAsync(services, "istio-system", "istio-ingressgateway", null, fixture.Cluster.Cancel);

        var missing = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.PatchGatewayAsync()));

        Assert.Equal(ErrorCode.GatewayMissing, missing.Code);
        Assert.Contains("is gone", missing.Text, StringComparison.Ordinal);
    }
}
