using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Decoding;

namespace Cake.Istio.Sandbox.Tests.Defaults;

public sealed class KindDefaultsTests
{
    [Fact]
    public void A_rich_deployment_is_completed_as_a_real_server_did()
    {
        var transcript = JsonNode.Parse(File.ReadAllText(SharedFolder.Path("conformance", "transcripts", "defaults-and-quantities.json")))!;
        var sent = transcript["steps"]![1]!["request"]!["body"]!;
        var stored = transcript["steps"]![2]!["response"]!["body"]!["spec"]!;
        Objects.AssertJson(stored.ToJsonString(), Objects.Complete(Objects.Kind("apps/v1", "Deployment"), sent.ToJsonString())["spec"]);
    }

    [Theory]
    [InlineData("v1", "Service", """{"spec":{"ports":[{"port":80}]}}""",
        """{"ports":[{"protocol":"TCP","port":80,"targetPort":80}],"type":"ClusterIP","sessionAffinity":"None","internalTrafficPolicy":"Cluster"}""")]
    [InlineData("v1", "Service", """{"spec":{"type":"LoadBalancer","sessionAffinity":"ClientIP","ports":[{"port":80,"targetPort":"http"}]}}""",
        """
        {"ports":[{"protocol":"TCP","port":80,"targetPort":"http"}],"type":"LoadBalancer","sessionAffinity":"ClientIP","internalTrafficPolicy":"Cluster",
         "sessionAffinityConfig":{"clientIP":{"timeoutSeconds":10800}},"externalTrafficPolicy":"Cluster","allocateLoadBalancerNodePorts":true}
        """)]
    [InlineData("v1", "Service", """{"spec":{"type":"ExternalName","externalName":"a.b"}}""", """{"type":"ExternalName","externalName":"a.b","sessionAffinity":"None"}""")]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", """{"spec":{"maxReplicas":5,"scaleTargetRef":{"kind":"Deployment","name":"d"},"behavior":{"scaleDown":{"selectPolicy":"Min"}}}}""",
        """
        {"scaleTargetRef":{"kind":"Deployment","name":"d"},"minReplicas":1,"maxReplicas":5,
         "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}],
         "behavior":{"scaleUp":{"stabilizationWindowSeconds":0,"selectPolicy":"Max","policies":[{"type":"Pods","value":4,"periodSeconds":15},{"type":"Percent","value":100,"periodSeconds":15}]},
           "scaleDown":{"selectPolicy":"Min","policies":[{"type":"Percent","value":100,"periodSeconds":15}]}}}
        """)]
    [InlineData("v1", "LimitRange", """{"spec":{"limits":[{"type":"Container","max":{"cpu":"1"},"min":{"cpu":"100m","memory":"1Mi"}},{"type":"Pod","max":{"cpu":"1"}}]}}""",
        """
        {"limits":[{"type":"Container","max":{"cpu":"1"},"min":{"cpu":"100m","memory":"1Mi"},"default":{"cpu":"1"},"defaultRequest":{"cpu":"1","memory":"1Mi"}},
          {"type":"Pod","max":{"cpu":"1"}}]}
        """)]
    [InlineData("networking.k8s.io/v1", "IngressClass", """{"spec":{"controller":"a.b/c","parameters":{"kind":"X","name":"y"}}}""",
        """{"controller":"a.b/c","parameters":{"kind":"X","name":"y","scope":"Cluster"}}""")]
    [InlineData("networking.k8s.io/v1", "NetworkPolicy", """{"spec":{"podSelector":{},"egress":[{"ports":[{"port":53}]}]}}""",
        """{"podSelector":{},"egress":[{"ports":[{"port":53,"protocol":"TCP"}]}],"policyTypes":["Ingress","Egress"]}""")]
    [InlineData("apps/v1", "DaemonSet", """{"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[]}}}}""",
        """
        {"selector":{"matchLabels":{"a":"b"}},"revisionHistoryLimit":10,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":0,"maxUnavailable":1}},
         "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[],"dnsPolicy":"ClusterFirst","restartPolicy":"Always","schedulerName":"default-scheduler",
           "securityContext":{},"terminationGracePeriodSeconds":30}}}
        """)]
    public void Specs_are_completed(string apiVersion, string kind, string json, string expected) =>
        Objects.AssertJson(expected, Objects.Complete(Objects.Kind(apiVersion, kind), json)["spec"]);

    [Theory]
    [InlineData("image", "Always")]
    [InlineData("registry:5000/image", "Always")]
    [InlineData("image:latest", "Always")]
    [InlineData("image:1.0", "IfNotPresent")]
    [InlineData("image@sha256:0123", "IfNotPresent")]
    public void Images_without_a_tag_are_always_pulled(string image, string policy)
    {
        var pod = Objects.Complete(Objects.Kind("v1", "Pod"), new JsonObject
        {
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = image }) },
        }.ToJsonString());
        Assert.Equal(policy, (string?)pod["spec"]!["containers"]![0]!["imagePullPolicy"]);
    }

    [Fact]
    public void A_pod_requests_what_it_is_limited_to_and_a_template_does_not()
    {
        const string Spec = """{"containers":[{"name":"c","image":"i:1","resources":{"limits":{"cpu":"1"}}}]}""";
        var pod = Objects.Complete(Objects.Kind("v1", "Pod"), $$"""{"spec":{{Spec}}}""");
        Objects.AssertJson("""{"limits":{"cpu":"1"},"requests":{"cpu":"1"}}""", pod["spec"]!["containers"]![0]!["resources"]);
        var template = Objects.Complete(Objects.Kind("v1", "PodTemplate"), """{"template":{"spec":SPEC}}""".Replace("SPEC", Spec, StringComparison.Ordinal));
        Objects.AssertJson("""{"limits":{"cpu":"1"}}""", template["template"]!["spec"]!["containers"]![0]!["resources"]);
    }

    [Fact]
    public void Completing_again_changes_nothing()
    {
        var kind = Objects.Kind("batch/v1", "Job");
        var once = Objects.Complete(kind, """{"metadata":{"name":"j"},"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i","readinessProbe":{"httpGet":{"port":1}}}]}}}}""");
        var twice = once.DeepClone().AsObject();
        ObjectForm.Complete(kind, twice);
        Objects.AssertJson(once.ToJsonString(), twice);
    }
}
