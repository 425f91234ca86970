using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Errors;
using Cake.Istio.Sandbox;

namespace Cake.Istio.Tests.Apply;

/// <summary>A webhook that refuses what it cannot ask is registered once something answers it, so that an install never stops the pods of a cluster.</summary>
public sealed class WebhookGateTests
{
    private const string Refusing = """{"webhooks": [{"name": "a", "failurePolicy": "Fail", "clientConfig": {"service": {"namespace": "n", "name": "s"}}}, {"name": "b", "failurePolicy": "Ignore", "clientConfig": {"service": {"namespace": "n", "name": "t"}}}, {"name": "c", "clientConfig": {"url": "https://x"}}]}""";

    [Theory]
    [InlineData(Refusing, null, "n/s")]
    [InlineData("""{"webhooks": [{"name": "a", "clientConfig": {"service": {"namespace": "n", "name": "s"}}}]}""", null, "n/s")]
    [InlineData(Refusing, Refusing, "")]
    [InlineData(Refusing, """{"webhooks": [{"name": "a", "failurePolicy": "Ignore"}]}""", "n/s")]
    [InlineData(Refusing, """{"webhooks": [{"name": "a", "clientConfig": {"service": {"namespace": "n", "name": "old"}}}]}""", "n/s")]
    [InlineData("{}", null, "")]
    public void Only_a_webhook_that_newly_refuses_has_to_be_answered(string body, string? live, string expected) =>
        Assert.Equal(expected, string.Join(' ', WebhookBackends.Services(Sample.Json(body), live is null ? null : Sample.Json(live)).Select(service => $"{service.Namespace}/{service.Name}")));

    [Fact]
    public async Task While_the_injector_cannot_run_it_is_not_registered_and_pods_can_be_made()
    {
        await using var fixture = await StartAsync("pod=istio-sidecar-injector-*,reason=ImagePullBackOff");

        // Not waiting for the mesh is no reason to register a webhook that nobody answers.
        var failure = await Assert.ThrowsAsync<MeshException>(async () => await fixture.InstallAsync(InstallRun.Options(), await SampleMesh.ReadAsync(fixture.Cancel)));

        Assert.Equal(ErrorCode.CannotBecomeReady, failure.Code);
        Assert.Contains("image docker.io/istio/sidecar_injector", failure.Text, StringComparison.Ordinal);
        Assert.Null(await WebhookAsync(fixture));
        await CreatePodAsync(fixture);
        var record = (await fixture.RecordAsync())!;
        Assert.Equal(RecordState.Installing, record.State);
        Assert.Equal("MutatingWebhookConfiguration istio-sidecar-injector", Assert.Single(record.Objects, item => item.Uid is null).Subject.ToString());
    }

    [Fact]
    public async Task An_injector_that_needs_its_time_is_waited_for_and_registered_then()
    {
        await using var fixture = await StartAsync("pod=istio-sidecar-injector-*,reason=NotReady,for=2s");

        await fixture.InstallAsync(InstallRun.Options(), await SampleMesh.ReadAsync(fixture.Cancel));

        var deployment = (await fixture.GetAsync("apps/v1", "Deployment", "istio-system", "istio-sidecar-injector"))!;
        Assert.Equal(1, (int?)deployment["status"]!["readyReplicas"]);
        Assert.NotNull(await WebhookAsync(fixture));
        while ((string?)(await WebhookAsync(fixture))!["webhooks"]![0]!["clientConfig"]!["caBundle"] is null)
            await Task.Delay(10, fixture.Cancel);
        Assert.Contains("istio-proxy", await CreatePodAsync(fixture), StringComparison.Ordinal);
        Assert.Equal(RecordState.Installed, (await fixture.RecordAsync())!.State);
    }

    [Fact]
    public async Task A_service_that_nobody_answers_keeps_its_webhook_away_and_nothing_else()
    {
        await using var fixture = await StartAsync("");
        var lonely = Sample.Object("""
            {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration", "metadata": {"name": "lonely"},
             "webhooks": [{"name": "lonely.x.io", "sideEffects": "None", "admissionReviewVersions": ["v1"], "clientConfig": {"service": {"namespace": "nowhere", "name": "nobody"}}}]}
            """);

        var changes = await fixture.ApplyAsync(await fixture.PlanAsync([.. await SampleMesh.ReadAsync(fixture.Cancel), lonely]), TimeSpan.FromSeconds(5));

        var failure = Assert.Single(changes.Failures);
        Assert.Equal("it would refuse what it cannot ask, and Service nowhere/nobody has no ready endpoint", failure.Message);
        Assert.All(changes.Changes.Except([failure]), change => Assert.Equal(ChangeAction.Created, change.Action));
    }

    private static async Task<SandboxFixture> StartAsync(string faults)
    {
        var fixture = await SandboxFixture.StartAsync(new SandboxOptions { Faults = faults });
        await fixture.ApplyAsAsync("user", """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "apps", "labels": {"istio-injection": "enabled"}}}""");
        return fixture;
    }

    private static Task<System.Text.Json.Nodes.JsonObject?> WebhookAsync(SandboxFixture fixture) =>
        fixture.GetAsync("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", null, "istio-sidecar-injector");

    private static async Task<string> CreatePodAsync(SandboxFixture fixture)
    {
        var pod = Sample.Json("""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "apps"}, "spec": {"containers": [{"name": "c", "image": "i"}]}}""");
        return (await fixture.Connection.CreateAsync(await fixture.FindAsync("v1", "Pod"), "apps", pod, null, fixture.Cancel)).ToJsonString();
    }
}
