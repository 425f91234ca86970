using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Errors;

namespace Cake.Istio.Sandbox.Tests.Decoding;

public sealed class ObjectFormTests
{
    [Theory]
    [InlineData("v1", "ConfigMap", """{"data":{},"immutable":false,"metadata":{"name":"c","labels":{},"annotations":null}}""",
        """{"apiVersion":"v1","kind":"ConfigMap","immutable":false,"metadata":{"name":"c"}}""")]
    [InlineData("v1", "ConfigMap", """{"data":{"a":null},"metadata":{"name":"c"}}""", """{"apiVersion":"v1","kind":"ConfigMap","data":{"a":""},"metadata":{"name":"c"}}""")]
    [InlineData("rbac.authorization.k8s.io/v1", "ClusterRole", """{"metadata":{"name":"c"}}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"c"},"rules":null}""")]
    [InlineData("coordination.k8s.io/v1", "Lease", """{"metadata":{"name":"l"},"spec":{"renewTime":"2026-01-02T05:04:05.600000+02:00","leaseTransitions":0}}""",
        """{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"l"},"spec":{"renewTime":"2026-01-02T03:04:05.600000Z","leaseTransitions":0}}""")]
    [InlineData("discovery.k8s.io/v1", "EndpointSlice", """{"metadata":{"name":"e"},"addressType":"IPv4"}""",
        """{"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"e"},"addressType":"IPv4","endpoints":null,"ports":null}""")]
    public void Objects_are_kept_as_a_server_writes_them(string apiVersion, string kind, string json, string expected) =>
        Objects.AssertJson(expected, Objects.Complete(Objects.Kind(apiVersion, kind), json));

    [Theory]
    [InlineData("""{"spec":{"replicas":"x"}}""", "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":{"replicas":1.5}}""", "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":{"replicas":3000000000}}""", "json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":[]}""", "json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":[{"env":[{"name":"A","value":5}]}]}}}}""",
        "json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":{}}}}}""",
        "json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":[{"resources":{"limits":{"cpu":"a"}}}]}}}}""",
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    public void Values_of_the_wrong_type_are_refused_in_the_words_of_go(string json, string error)
    {
        var refused = Assert.Throws<StatusException>(() => Objects.Complete(Objects.Kind("apps/v1", "Deployment"), json));
        Assert.Equal((400, "BadRequest"), ((int)refused.Code, refused.Reason));
        Assert.Equal($"Deployment in version \"v1\" cannot be handled as a Deployment: {error}", refused.Message);
    }

    [Fact]
    public void Bad_base64_is_refused() => Assert.Equal(
        "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data at input byte 4",
        Assert.Throws<StatusException>(() => Objects.Complete(Objects.Kind("v1", "Secret"), """{"data":{"a":"aGVs!"}}""")).Message);

    [Fact]
    public void Unknown_fields_are_dropped_and_told_with_their_index()
    {
        var value = Objects.Parse("""{"metadata":{"name":"d","odd":1},"spec":{"template":{"spec":{"containers":[{"name":"c","imagee":"x"}]}}},"more":{}}""");
        var report = ObjectForm.Complete(Objects.Kind("apps/v1", "Deployment"), value);
        Assert.Equal(
            ["unknown field \"metadata.odd\"", "unknown field \"spec.template.spec.containers[0].imagee\"", "unknown field \"more\""], report.StrictErrors);
        Assert.False(value.ContainsKey("more"));
    }
}
