using Cake.Istio.Apply;
using Cake.Istio.Sandbox;

namespace Cake.Istio.Tests.Apply;

public sealed class WebhookBackendsTests
{
    private const string Refusing = """{"webhooks": [{"name": "a", "failurePolicy": "Fail", "clientConfig": {"service": {"namespace": "n", "name": "s"}}}, {"name": "b", "failurePolicy": "Ignore", "clientConfig": {"service": {"namespace": "n", "name": "t"}}}, {"name": "c", "clientConfig": {"url": "https://x"}}]}""";

    [Theory]
    [InlineData(Refusing, null, "n/s")]
    [InlineData("""{"webhooks": [{"name": "a", "clientConfig": {"service": {"namespace": "n", "name": "s"}}}]}""", null, "n/s")]
    [InlineData(Refusing, Refusing, "")]
    [InlineData(Refusing, """{"webhooks": [{"name": "a", "failurePolicy": "Ignore"}]}""", "n/s")]
    [InlineData("{}", null, "")]
    public void Only_a_webhook_that_newly_refuses_has_to_be_answered(string body, string? live, string expected) =>
        Assert.Equal(expected, string.Join(' ', WebhookBackends.Services(Sample.Json(body), live is null ? null : Sample.Json(live)).Select(service => $"{service.Namespace}/{service.Name}")));

    [Fact]
    public async Task While_nothing_answers_the_injector_is_not_registered_and_pods_can_be_made()
    {
        await using var fixture = await SandboxFixture.StartAsync(new SandboxOptions { Faults = "pod=istio-sidecar-injector-*,reason=ImagePullBackOff" });
        await fixture.ApplyAsAsync("user", """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "apps", "labels": {"istio-injection": "enabled"}}}""");
        var plan = await fixture.PlanAsync(await SampleMesh.ReadAsync(fixture.Cancel));
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(fixture.Cancel);
        var waits = new Waits(impatient);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new Applier(fixture.Connection, fixture.Deadline, waits).ApplyAsync(plan, null, impatient.Token));

        Assert.Equal("an endpoint of Service istio-system/istio-sidecar-injector, which answers MutatingWebhookConfiguration istio-sidecar-injector", waits.Last);
        Assert.Null(await fixture.GetAsync("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", null, "istio-sidecar-injector"));
        var pod = Sample.Json("""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "apps"}, "spec": {"containers": [{"name": "c", "image": "i"}]}}""");
        await fixture.Connection.CreateAsync(await fixture.FindAsync("v1", "Pod"), "apps", pod, null, fixture.Cancel);
    }

    [Fact]
    public async Task A_gate_that_stays_closed_skips_the_stage_with_its_reason()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var plan = await fixture.PlanAsync(await SampleMesh.ReadAsync(fixture.Cancel));
        var changes = await fixture.ApplyAsync(plan, (stage, soFar, _) => Task.FromResult(
            stage == Stage.Webhooks && soFar.Changes.Any(change => change.Subject.Kind == "Deployment") ? "the workloads are not ready" : null));
        var webhook = Assert.Single(changes.Changes, change => change.Stage == Stage.Webhooks);
        Assert.Equal((ChangeAction.Skipped, "the workloads are not ready"), (webhook.Action, webhook.Message));
    }

    private sealed class Waits(CancellationTokenSource impatient) : IProgress<ApplyEvent>
    {
        public string Last { get; private set; } = "";

        public void Report(ApplyEvent value)
        {
            if (value is not ApplyEvent.Waiting { Stage: Stage.Webhooks } waiting)
                return;
            Last = waiting.What;
            impatient.CancelAfter(TimeSpan.FromMilliseconds(300));
        }
    }
}
