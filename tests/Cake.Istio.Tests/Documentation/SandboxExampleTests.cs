using Cake.Istio.Sandbox;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Cake.Istio.Tests.Documentation;

public sealed class SandboxExampleTests
{
    // The README shows what follows, word for word.
    [Fact]
    public async Task A_busy_server_is_rehearsed()
    {
        await using var sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions { Faults = "status=503,retry-after=1,method=POST" });
        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(sandbox.Kubeconfig));
        var shop = new V1Namespace { Metadata = new V1ObjectMeta { Name = "shop" } };

        await Assert.ThrowsAsync<HttpOperationException>(() => client.CoreV1.CreateNamespaceAsync(shop));
        await sandbox.SetFaultsAsync("");
        await client.CoreV1.CreateNamespaceAsync(shop);

        Assert.Equal([503, 201], sandbox.Requests.Where(request => request.Method == "POST").Select(request => request.Status));
    }
}
