using Cake.Istio.Apply;

namespace Cake.Istio.Tests.Apply;

public sealed class DependenciesTests
{
    [Theory]
    [InlineData("""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "n"}}""", "Namespace n")]
    [InlineData("""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "n"}}""", "")]
    [InlineData("""{"apiVersion": "config.istio.io/v1alpha2", "kind": "handler", "metadata": {"name": "a", "namespace": "n"}}""", "Namespace n, CustomResourceDefinition handlers.config.istio.io")]
    [InlineData("""{"apiVersion": "config.istio.io/v1alpha2", "kind": "rule", "metadata": {"name": "a", "namespace": "n"}}""", "Namespace n")]
    [InlineData("""
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "a"},
         "roleRef": {"kind": "ClusterRole", "name": "r"}, "subjects": [{"kind": "ServiceAccount", "name": "s", "namespace": "n"}, {"kind": "User", "name": "u"}]}
        """, "ClusterRole r, ServiceAccount n/s")]
    [InlineData("""
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "a", "namespace": "n"}, "roleRef": {"kind": "Role", "name": "r"}}
        """, "Namespace n, Role n/r")]
    [InlineData("""
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a", "namespace": "n"}, "spec": {"template": {"spec": {"serviceAccountName": "s", "volumes": [
          {"configMap": {"name": "c"}}, {"secret": {"secretName": "k", "optional": true}}, {"secret": {"secretName": "l"}}, {"emptyDir": {}}]}}}}
        """, "Namespace n, ServiceAccount n/s, ConfigMap n/c, Secret n/l")]
    [InlineData("""
        {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "a", "namespace": "n"},
         "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "d"}}}
        """, "Namespace n, Deployment n/d")]
    [InlineData("""
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration", "metadata": {"name": "a"},
         "webhooks": [{"clientConfig": {"service": {"namespace": "n", "name": "s"}}}, {"clientConfig": {"url": "https://x"}}]}
        """, "Service n/s, Deployment n/backend")]
    public void An_object_needs_what_it_names(string manifest, string expected)
    {
        var definitions = Dependencies.Definitions([Sample.Json("""
            {"kind": "CustomResourceDefinition", "metadata": {"name": "handlers.config.istio.io"}, "spec": {"group": "config.istio.io", "names": {"kind": "handler"}}}
            """)]);
        var backends = new ServiceBackends(
        [
            (new("", "Service", "n", "s"), Sample.Json("""{"spec": {"selector": {"app": "a"}}}""")),
            (new("", "Service", "n", "t"), Sample.Json("""{"spec": {"selector": {"app": "b"}}}""")),
            (new("apps", "Deployment", "n", "backend"), Sample.Json("""{"spec": {"template": {"metadata": {"labels": {"app": "a", "more": "x"}}}}}""")),
            (new("apps", "Deployment", "other", "same-labels"), Sample.Json("""{"spec": {"template": {"metadata": {"labels": {"app": "a"}}}}}""")),
        ]);
        var item = Sample.Object(manifest);
        Assert.Equal(expected, string.Join(", ", Dependencies.Of(item.Ref, item.Json, definitions, backends)));
    }
}
