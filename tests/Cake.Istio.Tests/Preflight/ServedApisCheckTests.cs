using Cake.Istio.Preflight.Checks;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Preflight;
using Cake.Istio.Tests.Apply;
using Cake.Istio.Verification;

namespace Cake.Istio.Tests.Preflight;

public sealed class ServedApisCheckTests
{
    private static readonly ServerVersion Version = new(1, 36, "v1.36.2");

    private static readonly IReadOnlyList<KubeObject> Objects =
    [
        Sample.Named("v1", "ConfigMap", "istio-system", "a"),
        Sample.Named("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", null, "x"),
        Sample.Named("policy/v1beta1", "PodDisruptionBudget", "istio-system", "p"),
        Sample.Named("policy/v1beta1", "PodDisruptionBudget", "istio-system", "q"),
        Sample.Named("example.com/v1", "Thing", "istio-system", "t"),
    ];

    [Fact]
    public void What_is_not_served_is_counted_by_version_with_the_day_it_went_and_both_ways_on()
    {
        var finding = ServedApisCheck.Check(Objects, (version, _) => version == "v1", Version, isUpgrading: false);
        Assert.Equal(FindingStatus.Failed, finding.Status);
        Assert.Contains("4 of the release's 5 objects", finding.Title, StringComparison.Ordinal);
        Assert.Equal(
            [
                "1 CustomResourceDefinition in apiextensions.k8s.io/v1beta1, gone since Kubernetes 1.22; the first at mesh.yaml:1:1",
                "1 Thing in example.com/v1, unknown to this cluster; the first at mesh.yaml:1:1",
                "2 PodDisruptionBudget in policy/v1beta1, gone since Kubernetes 1.25; the first at mesh.yaml:1:1",
            ],
            finding.Evidence);
        Assert.Contains("--upgrade-apis=true", finding.Hint, StringComparison.Ordinal);
        Assert.Contains("Istio 1.30", finding.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("--upgrade-apis", ServedApisCheck.Check(Objects, (version, _) => version == "v1", Version, isUpgrading: true).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_that_the_release_defines_is_as_good_as_served()
    {
        var definition = Sample.Object("""
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.example.com"},
             "spec": {"group": "example.com", "names": {"kind": "Thing"}}}
            """);
        var finding = ServedApisCheck.Check([definition, Objects[4]], (_, kind) => kind == "CustomResourceDefinition", Version, isUpgrading: false);
        Assert.Equal(FindingStatus.Passed, finding.Status);
    }

    [Fact]
    public void Every_failed_finding_is_in_the_error()
    {
        var served = ServedApisCheck.Check(Objects, (_, _) => false, Version, isUpgrading: false);
        var usable = NamespaceCheck.Check("istio-system", Sample.Json("""
            {"metadata": {"deletionTimestamp": "2026-01-01T00:00:00Z"}, "status": {"conditions": [{"type": "NamespaceContentRemaining", "status": "True", "message": "pods remain"}]}}
            """));
        var error = Assert.Throws<MeshException>(() => PreflightVerdict.EnsurePassed([served, usable]));
        Assert.Equal(ErrorCode.ApiVersionsNotServed, error.Code);
        Assert.Contains("5 of the release's 5 objects", error.Text, StringComparison.Ordinal);
        Assert.Contains("NamespaceContentRemaining: pods remain", error.Text, StringComparison.Ordinal);
        Assert.Contains("kubectl wait", error.Hint, StringComparison.Ordinal);
        PreflightVerdict.EnsurePassed([Finding.Warning("x", "y", null)]);
    }
}
