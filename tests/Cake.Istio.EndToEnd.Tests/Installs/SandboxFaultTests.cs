using System.Net;
using System.Text.Json.Nodes;
using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>What goes wrong in the sandbox is said on the command line.</summary>
public sealed class SandboxFaultTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public async Task A_fault_that_cannot_be_read_is_answered_with_the_grammar()
    {
        var result = await _rehearsal.RunAsync("--target=Preflight", "--sandbox-fault=explode");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("MESH1001: --sandbox-fault is not usable: The fault 'explode' cannot be read: there is no fault 'explode'", result.Error, StringComparison.Ordinal);
        Assert.Contains("status=CODE[,retry-after=SECONDS]", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_served_sandbox_has_every_fault_it_was_given_and_takes_others_while_it_runs()
    {
        await using var sandbox = await ServedSandbox.StartAsync(
            _rehearsal.Folder, "--sandbox-fault=status=429,retry-after=7,path=/api/v1/nodes", "--sandbox-fault=deny=list:secrets; load-balancer=100ms,address=198.51.100.7");

        var (busy, _) = await sandbox.SendAsync(HttpMethod.Get, "/api/v1/nodes");
        var (denied, _) = await sandbox.SendAsync(HttpMethod.Get, "/api/v1/secrets");
        await sandbox.SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/services", """{"metadata":{"name":"gw"},"spec":{"type":"LoadBalancer","ports":[{"port":80}]}}""");

        Assert.Equal((HttpStatusCode.TooManyRequests, 7d), (busy.StatusCode, busy.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        while ((string?)(await GatewayAsync(sandbox))["status"]!["loadBalancer"]!["ingress"]?[0]!["ip"] != "198.51.100.7")
            await Task.Delay(20, TestContext.Current.CancellationToken);

        await sandbox.Attached.SetFaultsAsync("", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, (await sandbox.SendAsync(HttpMethod.Get, "/api/v1/nodes")).Response.StatusCode);
    }

    [Fact]
    public async Task An_install_gets_through_a_server_that_fails_now_and_then()
    {
        var result = await _rehearsal.RunAsync("--target=Verify", "--sandbox-fault=status=503,retry-after=1,share=0.03", "--sandbox-fault=drop,method=GET,share=0.02");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains(_rehearsal.Requests, request => (int)request["status"]! == 503);
    }

    [Fact]
    public async Task A_pod_whose_image_cannot_be_pulled_fails_the_install_by_name()
    {
        var result = await _rehearsal.RunAsync("--target=InstallMesh", "--sandbox-fault=pod=istio-policy-*,reason=ImagePullBackOff", "--stall-timeout=15s");

        Assert.Equal(1, result.ExitCode);
        // The first attempt is refused before the kubelet backs off; the run ends at whichever it sees.
        Assert.Matches(@"pod istio-policy-\S+, container mixer, image docker\.io/istio/mixer:1\.2\.2\s+(ImagePullBackOff|ErrImagePull): ", result.Error);
        Assert.Contains("likely cause: the image does not exist in its registry", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_load_balancer_that_never_gives_an_address_fails_the_gateway_with_its_events()
    {
        const string Fault = "--sandbox-fault=load-balancer=never";
        Assert.Equal(0, (await _rehearsal.RunAsync("--target=InstallMesh", Fault)).ExitCode);

        var result = await TestProcess.RunDotnetAsync(
            TestPaths.Host, ["--target=PatchGateway", "--exclusive", "--cluster=sandbox", Fault, "--timeout=10s"], _rehearsal.Folder);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("MESH2402", result.Error, StringComparison.Ordinal);
        Assert.Contains("SyncLoadBalancerFailed", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_mesh_nobody_fills_in_the_webhooks()
    {
        await using var sandbox = await ServedSandbox.StartAsync(_rehearsal.Folder, "--sandbox-mesh=false");
        var result = await _rehearsal.RunAsync("--target=InstallMesh", "--wait=false");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        while ((int?)(await sandbox.SendAsync(HttpMethod.Get, "/apis/apps/v1/namespaces/istio-system/deployments/istio-sidecar-injector")).Body["status"]?["availableReplicas"] is not > 0)
            await Task.Delay(50, TestContext.Current.CancellationToken);

        var (_, webhook) = await sandbox.SendAsync(HttpMethod.Get, "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/istio-sidecar-injector");
        Assert.Equal("", (string?)webhook["webhooks"]?[0]!["clientConfig"]!["caBundle"] ?? "");
    }

    private static async Task<JsonNode> GatewayAsync(ServedSandbox sandbox) => (await sandbox.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default/services/gw")).Body;
}
