namespace Cake.Istio.Sandbox.Tests.Kubectl;

/// <summary>The real kubectl against older servers, which have no OpenAPI v3: it reads v2 as protobuf, and validates by that itself.</summary>
public sealed class KubectlOlderServerTests
{
    private const string Map = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: m, namespace: matrix}
        data: {k: "1"}
        """;

    [Theory]
    [InlineData("1.14")]
    [InlineData("1.22")]
    [InlineData("1.25")]
    public async Task It_works_on_a_server_of(string version)
    {
        await using var cluster = await KubectlCluster.StartAsync(version);

        await cluster.CheckAsync("apply", async () =>
        {
            Assert.Contains("configmap/m created", await cluster.RunAsync("apply -f -", Map), StringComparison.Ordinal);
            Assert.Contains("configmap/m unchanged", await cluster.RunAsync("apply -f -", Map), StringComparison.Ordinal);
        });
        await cluster.CheckAsync("apply of an unknown field (refused)", async () =>
            Assert.Contains("unknown field \"dta\"", await cluster.RunAsync("apply -f -", Map.Replace("\ndata", "\ndta", StringComparison.Ordinal), 1), StringComparison.Ordinal));
        await cluster.CheckAsync("diff", async () => Assert.Contains("+  k: \"2\"", await cluster.RunAsync("diff -f -", Map.Replace("\"1\"", "\"2\"", StringComparison.Ordinal), 1), StringComparison.Ordinal));
        await cluster.CheckAsync("explain", async () => Assert.Contains("replicas <integer>", (await cluster.RunAsync("explain deployment.spec.replicas")).Replace("\t", " ", StringComparison.Ordinal), StringComparison.Ordinal));
        await cluster.CheckAsync("rollout status, scale", async () =>
        {
            await cluster.RunAsync("scale deployment web -n matrix --replicas=3");
            Assert.Contains("successfully rolled out", await cluster.RunAsync("rollout status deployment/web -n matrix --timeout=30s"), StringComparison.Ordinal);
        });
        await cluster.CheckAsync("describe, logs, patch, label, get", async () =>
        {
            Assert.Contains("ScalingReplicaSet", await cluster.RunAsync("describe deployment web -n matrix"), StringComparison.Ordinal);
            Assert.Contains("nothing runs in a sandbox", await cluster.RunAsync("logs deploy/web -c c -n matrix"), StringComparison.Ordinal);
            await cluster.RunAsync("""patch configmap m -n matrix -p "data: {k: '3'}" """);
            await cluster.RunAsync("label configmap m -n matrix a=b");
            Assert.Equal("3b", await cluster.RunAsync("get configmap m -n matrix -o jsonpath={.data.k}{.metadata.labels.a}"));
        });
    }
}
