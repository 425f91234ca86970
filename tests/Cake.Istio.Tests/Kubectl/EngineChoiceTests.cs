using Cake.Istio.Cluster.Kubectl;
using Cake.Istio.Errors;
using Cake.Istio.Settings;
using Cake.Istio.Tests.Cluster;

namespace Cake.Istio.Tests.Kubectl;

public sealed class EngineChoiceTests
{
    [Theory]
    [InlineData(ApplyEngine.Api, 18, "v1.32.4", null)]
    [InlineData(ApplyEngine.Api, 18, null, null)]
    [InlineData(ApplyEngine.Api, 17, "v1.32.4", "Applying with kubectl v1.32.4, client-side: Kubernetes v1.17.0 has no server-side apply")]
    [InlineData(ApplyEngine.Kubectl, 17, "v1.18.0", "Applying with kubectl v1.18.0, client-side: Kubernetes v1.17.0 has no server-side apply")]
    [InlineData(ApplyEngine.Kubectl, 36, "v1.32.4-dispatcher", "Applying with kubectl v1.32.4-dispatcher")]
    public async Task Kubectl_applies_where_it_is_asked_for_and_where_the_server_cannot(ApplyEngine wanted, int minor, string? version, string? said)
    {
        await using var cluster = await StartAsync(minor);
        using var applier = await Choice(cluster, wanted, version).MakeAsync(cluster.Connection, CancellationToken.None);

        Assert.Equal(said is not null, applier is not null);
        Assert.Equal(said, cluster.Log.Lines.Select(line => line.Text).LastOrDefault(text => text.StartsWith("Applying", StringComparison.Ordinal)));
        Assert.Equal(said is null ? null : (minor >= 18, minor >= 25), applier is null ? ((bool, bool)?)null : (applier.IsServerSide, applier.Validates));
    }

    [Theory]
    [InlineData(ApplyEngine.Kubectl, 36, null, "--engine=kubectl needs kubectl 1.18 or later, and there is no kubectl on the PATH", "leave out --engine=kubectl")]
    [InlineData(ApplyEngine.Kubectl, 14, null, "--engine=kubectl needs kubectl", "choose a cluster of Kubernetes 1.18")]
    [InlineData(ApplyEngine.Kubectl, 36, "v1.17.9", "and kubectl is v1.17.9.", "Install kubectl 1.18")]
    [InlineData(ApplyEngine.Api, 14, null, "Kubernetes v1.14.0 has no server-side apply", "Install kubectl 1.18 or later, or choose a cluster")]
    [InlineData(ApplyEngine.Api, 14, "client", "Kubernetes v1.14.0 has no server-side apply", "Install kubectl")]
    public async Task Without_one_that_can_be_used_the_ways_on_are_named(ApplyEngine wanted, int minor, string? version, string text, string hint)
    {
        await using var cluster = await StartAsync(minor);
        var error = await Assert.ThrowsAsync<MeshException>(() => Choice(cluster, wanted, version).MakeAsync(cluster.Connection, CancellationToken.None));

        Assert.Equal(ErrorCode.KubectlMissing, error.Code);
        Assert.Contains(text, error.Text, StringComparison.Ordinal);
        Assert.Contains(hint, error.Hint, StringComparison.Ordinal);
    }

    private static Task<ClusterFixture> StartAsync(int minor) =>
        ClusterFixture.StartAsync((200, $$"""{"major": "1", "minor": "{{minor}}+", "gitVersion": "v1.{{minor}}.0"}"""));

    private static EngineChoice Choice(ClusterFixture cluster, ApplyEngine wanted, string? version) =>
        new(wanted, new FakeKubectl(_ => null, version), cluster.Log, cluster.Deadline);
}
