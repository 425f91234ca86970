using Cake.Istio.Apply;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Apply;

public sealed class StageOrderTests
{
    [Theory]
    [InlineData("v1", "Namespace", Stage.Namespaces)]
    [InlineData("apiextensions.k8s.io/v1", "CustomResourceDefinition", Stage.CustomResourceDefinitions)]
    [InlineData("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", Stage.CustomResourceDefinitions)]
    [InlineData("v1", "ResourceQuota", Stage.Access)]
    [InlineData("networking.k8s.io/v1", "NetworkPolicy", Stage.Access)]
    [InlineData("v1", "ServiceAccount", Stage.Access)]
    [InlineData("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", Stage.Access)]
    [InlineData("v1", "ConfigMap", Stage.Configuration)]
    [InlineData("v1", "Secret", Stage.Configuration)]
    [InlineData("v1", "Service", Stage.Configuration)]
    [InlineData("apps/v1", "Deployment", Stage.Workloads)]
    [InlineData("batch/v1", "Job", Stage.Workloads)]
    [InlineData("node.k8s.io/v1", "SomethingNew", Stage.Workloads)]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", Stage.Scaling)]
    [InlineData("policy/v1", "PodDisruptionBudget", Stage.Scaling)]
    [InlineData("networking.istio.io/v1alpha3", "Gateway", Stage.CustomResources)]
    [InlineData("config.istio.io/v1alpha2", "handler", Stage.CustomResources)]
    [InlineData("networking.istio.io/v1alpha3", "Service", Stage.CustomResources)]
    [InlineData("gateway.networking.k8s.io/v1", "GatewayClass", Stage.CustomResources)]
    [InlineData("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", Stage.Webhooks)]
    [InlineData("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", Stage.Webhooks)]
    public void Each_kind_has_its_stage(string apiVersion, string kind, Stage expected) =>
        Assert.Equal(expected, StageOrder.StageOf(new(apiVersion, kind, null, "x")));

    [Fact]
    public void The_order_is_the_same_whatever_the_order_of_the_files()
    {
        var objects = Objects();
        var shuffled = objects.Reverse().ToList();
        Assert.Equal(StageOrder.ForInstall(objects, item => item), StageOrder.ForInstall(shuffled, item => item));
        Assert.Equal(
            ["Namespace istio-system", "ClusterRole r", "ClusterRoleBinding r", "ConfigMap istio-system/a", "ConfigMap istio-system/b", "Deployment istio-system/d", "MutatingWebhookConfiguration w"],
            StageOrder.ForInstall(shuffled, item => item).Select(item => item.ToString()));
    }

    [Fact]
    public void Removal_begins_with_webhooks_and_ends_with_the_namespace()
    {
        var removal = StageOrder.ForRemoval(Objects(), item => item);
        Assert.Equal("MutatingWebhookConfiguration", removal[0].Kind);
        Assert.Equal("Namespace", removal[^1].Kind);
    }

    private static IReadOnlyList<ObjectRef> Objects() =>
    [
        new("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", null, "w"),
        new("apps/v1", "Deployment", "istio-system", "d"),
        new("v1", "ConfigMap", "istio-system", "b"),
        new("v1", "ConfigMap", "istio-system", "a"),
        new("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", null, "r"),
        new("rbac.authorization.k8s.io/v1", "ClusterRole", null, "r"),
        new("v1", "Namespace", null, "istio-system"),
    ];
}
