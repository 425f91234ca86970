using Cake.Istio.Apply;

namespace Cake.Istio.Tests.Apply;

public sealed class DesiredBodyTests
{
    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"a","annotations":null,"uid":"x","resourceVersion":"1","creationTimestamp":null,"managedFields":[]},"spec":{"x":null},"status":{}}""",
        """{"apiVersion":"v1","kind":"Service","metadata":{"name":"a","namespace":"istio-system"},"spec":{}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","namespace":"n"},"stringData":{"user":"admin"},"data":{"k":"eA=="}}""",
        """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","namespace":"n"},"data":{"k":"eA==","user":"YWRtaW4="}}""")]
    [InlineData("""{"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingWebhookConfiguration","metadata":{"name":"a","namespace":"n"},"webhooks":[{"name":"w","clientConfig":{"caBundle":""}},{"name":"v","clientConfig":{"caBundle":"QQ=="}}]}""",
        """{"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingWebhookConfiguration","metadata":{"name":"a"},"webhooks":[{"name":"w","clientConfig":{}},{"name":"v","clientConfig":{"caBundle":"QQ=="}}]}""")]
    [InlineData("""{"apiVersion":"config.istio.io/v1alpha2","kind":"handler","metadata":{"name":"a","labels":null},"spec":{"params":null},"status":{"x":1}}""",
        """{"apiVersion":"config.istio.io/v1alpha2","kind":"handler","metadata":{"name":"a","namespace":"istio-system"},"spec":{"params":null},"status":{"x":1}}""")]
    public void A_manifest_becomes_what_may_be_sent(string manifest, string expected)
    {
        var item = Sample.Object(manifest);
        var before = item.Json.ToJsonString();
        var body = DesiredBody.Of(item, item.Kind != "MutatingWebhookConfiguration", "istio-system");
        Assert.Equal(expected, body.ToJsonString());
        Assert.Equal(before, item.Json.ToJsonString());
    }
}
