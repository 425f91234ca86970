using System.Text.Json.Nodes;
using Cake.Istio.Gateway;
using Cake.Istio.Tests.Apply;

namespace Cake.Istio.Tests.Gateway;

public sealed class LoadBalancerDetectionTests
{
    [Theory]
    [InlineData("aws:///eu-west-1a/i-1", "n", "aws")]
    [InlineData("azure:///subscriptions/1", "n", "azure")]
    [InlineData("gce://p/z/n", "n", "gce")]
    [InlineData("hcloud://1", "n", "hcloud")]
    [InlineData("k3s://n", "n", "K3s ServiceLB")]
    [InlineData("", "docker-desktop", "Docker Desktop")]
    [InlineData("kind://docker/kind/kind-control-plane", "kind-control-plane", null)]
    [InlineData("vsphere://1", "n", null)]
    [InlineData("", "minikube", null)]
    [InlineData("", "n", null)]
    public void A_nodes_provider_tells(string providerId, string name, string? expected)
    {
        var node = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = new JsonObject { ["providerID"] = providerId } };
        Assert.Equal(expected, LoadBalancerDetection.Detect([node], [], [], [])?.Name);
    }

    [Theory]
    [InlineData("metallb-speaker", "", "MetalLB")]
    [InlineData("lb-metallb-speaker", "", "MetalLB")]
    [InlineData("kube-vip-ds", "", "kube-vip")]
    [InlineData("svclb-traefik-1", "", "K3s ServiceLB")]
    [InlineData("kube-proxy", "", null)]
    [InlineData("", "metallb.io", "MetalLB")]
    public void What_runs_in_the_cluster_tells(string daemonSet, string group, string? expected)
    {
        var item = Sample.Named("apps/v1", "DaemonSet", "x", daemonSet).Json;
        Assert.Equal(expected, LoadBalancerDetection.Detect([], [], [item], [group])?.Name);
    }

    [Theory]
    [InlineData("Deployment", "kube-vip-cloud-provider", "Deployment kube-system/kube-vip-cloud-provider exists")]
    [InlineData("StatefulSet", "kube-vip-cloud-provider", "StatefulSet kube-system/kube-vip-cloud-provider exists")]
    [InlineData("Deployment", "kube-vip", null)]
    [InlineData("Deployment", "speaker", null)]
    [InlineData("Deployment", "coredns", null)]
    public void The_provider_beside_static_pods_of_kube_vip_tells(string kind, string name, string? expected) =>
        Assert.Equal(expected, LoadBalancerDetection.Detect([], [], [Sample.Named("apps/v1", kind, "kube-system", name).Json], [])?.Evidence);

    [Theory]
    [InlineData("""{"metadata": {"name": "a", "namespace": "b"}, "spec": {"type": "LoadBalancer"}, "status": {"loadBalancer": {"ingress": [{"hostname": "x.example"}]}}}""", "Service b/a has the address x.example")]
    [InlineData("""{"metadata": {"name": "a", "namespace": "b", "finalizers": ["service.kubernetes.io/load-balancer-cleanup"]}, "spec": {"type": "LoadBalancer"}}""", "a service controller looks after Service b/a")]
    [InlineData("""{"metadata": {"name": "a", "namespace": "b"}, "spec": {"type": "LoadBalancer"}, "status": {"loadBalancer": {}}}""", null)]
    [InlineData("""{"metadata": {"name": "a", "namespace": "b"}, "spec": {"type": "NodePort"}, "status": {"loadBalancer": {}}}""", null)]
    public void A_Service_that_was_served_tells(string service, string? expected) =>
        Assert.Equal(expected, LoadBalancerDetection.Detect([], [Sample.Json(service)], [], [])?.Evidence);
}
