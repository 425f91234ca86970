using Cake.Istio.Cluster;

namespace Cake.Istio.Tests.Cluster;

public sealed class WebhookFailureTests
{
    [Theory]
    [InlineData(
        "Internal error occurred: failed calling webhook \"validate.kyverno.svc-fail\": failed to call webhook: Post \"https://kyverno-svc.kyverno.svc:443/validate/fail?timeout=10s\": no endpoints available for service \"kyverno-svc\"",
        "validate.kyverno.svc-fail", "Service kyverno/kyverno-svc", "no endpoints available for service \"kyverno-svc\"")]
    [InlineData(
        "Internal error occurred: failed calling webhook \"pilot.validation.istio.io\": Post https://istio-galley.istio-system.svc:443/admitpilot?timeout=30s: dial tcp 10.0.0.1:443: connect: connection refused",
        "pilot.validation.istio.io", "Service istio-system/istio-galley", "dial tcp 10.0.0.1:443: connect: connection refused")]
    [InlineData(
        "Internal error occurred: failed calling admission webhook \"sidecar-injector.istio.io\": Post https://istio-sidecar-injector.istio-system.svc:443/inject?timeout=30s: service \"istio-sidecar-injector\" not found",
        "sidecar-injector.istio.io", "Service istio-system/istio-sidecar-injector", "service \"istio-sidecar-injector\" not found")]
    [InlineData(
        "Internal error occurred: failed calling webhook \"w\": failed to call webhook: Post \"https://policy.example.com/admit?timeout=5s\": context deadline exceeded",
        "w", "https://policy.example.com/admit", "context deadline exceeded")]
    [InlineData(
        "Internal error occurred: failed calling webhook \"w\": Post https://10.0.0.7:8443/admit?token=x&timeout=5s: dial tcp 10.0.0.7:8443: connect: connection refused",
        "w", "https://10.0.0.7:8443/admit", "dial tcp 10.0.0.7:8443: connect: connection refused")]
    [InlineData(
        "Internal error occurred: failed calling webhook \"w\": received invalid webhook response: webhook response was absent",
        "w", "its backend", "received invalid webhook response: webhook response was absent")]
    [InlineData(
        "kubectl says: Error from server (InternalError): Internal error occurred: failed calling webhook \"w\": failed to call webhook: Post \"https://a.b.svc:443/?timeout=10s\": EOF",
        "w", "Service b/a", "EOF")]
    public void A_server_s_words_tell_webhook_backend_and_reason(string message, string webhook, string backend, string why)
    {
        var failure = WebhookFailure.Read(new(500, "InternalError", message, [], null))!;
        Assert.Equal((webhook, backend, why), (failure.Webhook, failure.Backend, failure.Why));
    }

    [Theory]
    [InlineData(400, "admission webhook \"w\" does not support dry run")]
    [InlineData(403, "admission webhook \"w\" denied the request: no")]
    [InlineData(403, "admission webhook \"w\" denied the request: failed calling webhook \"x\": EOF")]
    [InlineData(500, "etcdserver: leader changed")]
    public void Another_refusal_is_none(int code, string message) => Assert.Null(WebhookFailure.Read(new(code, "", message, [], null)));

    [Fact]
    public void The_error_that_leaves_a_step_without_a_plan_names_webhook_and_backend()
    {
        const string Message = "Internal error occurred: failed calling webhook \"w\": failed to call webhook: Post \"https://a.b.svc:443/?timeout=10s\": EOF";
        var error = ClusterErrors.Translate(new(new(500, "InternalError", Message, [], null), "PUT /x", new(new("https://x"), "c", "c", null)));
        Assert.Equal(Istio.Errors.ErrorCode.WebhookUnanswered, error.Code);
        Assert.Contains(Message, error.Text, StringComparison.Ordinal);
        Assert.StartsWith("Bring back what answers for Service b/a; or, if its owner is gone, delete the configuration that has webhook w: kubectl --context=c get ", error.Hint, StringComparison.Ordinal);
    }
}
