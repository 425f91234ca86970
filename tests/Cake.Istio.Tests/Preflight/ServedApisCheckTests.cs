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
        var finding = ServedApisCheck.Check(Objects, (version, _) => version.EndsWith("v1", StringComparison.Ordinal) && !version.StartsWith("example", StringComparison.Ordinal), Version);
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
    }

    [Fact]
    public void A_kind_that_the_release_defines_is_as_good_as_served()
    {
        var definition = Sample.Object("""
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.example.com"},
             "spec": {"group": "example.com", "names": {"kind": "Thing"}, "versions": [{"name": "v1", "served": true}, {"name": "v2", "served": false}]}}
            """);
        KubeObject[] objects = [definition, Objects[4]];
        Assert.Equal(FindingStatus.Passed, Check(objects).Status);

        var finding = Check([.. objects, Sample.Named("example.com/v2", "Thing", "istio-system", "t")]);
        Assert.Equal(FindingStatus.Failed, finding.Status);
        Assert.Equal(["1 Thing in example.com/v2, which the release itself defines in example.com/v1 only; the first at mesh.yaml:1:1"], finding.Evidence);
        Assert.Equal("example.com/v2 Thing: write it in a version that the release's own definition serves.", finding.Hint);

        static Finding Check(IReadOnlyList<KubeObject> objects) => ServedApisCheck.Check(objects, (_, kind) => kind == "CustomResourceDefinition", Version);
    }

    [Fact]
    public void A_way_is_offered_only_where_it_leads_somewhere()
    {
        KubeObject[] removed = [Sample.Named("policy/v1beta1", "PodDisruptionBudget", "istio-system", "p")];
        var (today, old) = (Kubernetes(36, (version, _) => version is "policy/v1"), Kubernetes(14, (version, _) => version is "policy/v1beta1"));
        Assert.Equal("Two ways on: rewrite them to served versions with --upgrade-apis=true, or choose a release that fits Kubernetes 1.36: Istio 1.30.", today(removed).Hint);
        Assert.Equal(
            "Two ways on for 1 object: rewrite them to served versions with --upgrade-apis=true, or choose a release that fits Kubernetes 1.36: Istio 1.30. policy/v1beta1 PodSecurityPolicy: nothing that this cluster serves takes its place; "
                + "choose a release that fits Kubernetes 1.36: Istio 1.30. gateway.networking.k8s.io/v1 Gateway: install what defines it first.",
            today([.. removed, Sample.Named("policy/v1beta1", "PodSecurityPolicy", null, "p"), Sample.Named("gateway.networking.k8s.io/v1", "Gateway", "istio-system", "g")]).Hint);
        Assert.Equal(
            "policy/v1 PodDisruptionBudget: nothing that this cluster serves takes its place; choose a release that fits Kubernetes 1.14: Istio 1.5.",
            old([Sample.Named("policy/v1", "PodDisruptionBudget", "istio-system", "p")]).Hint);

        static Func<IReadOnlyList<KubeObject>, Finding> Kubernetes(int minor, Func<string, string, bool> isServed) =>
            objects => ServedApisCheck.Check(objects, isServed, new(1, minor, $"v1.{minor}.0"));
    }

    [Fact]
    public void Every_failed_finding_is_in_the_error()
    {
        var served = ServedApisCheck.Check(Objects, (_, _) => false, Version);
        var usable = NamespaceCheck.Check("istio-system", Sample.Json("""
            {"metadata": {"deletionTimestamp": "2026-01-01T00:00:00Z"}, "status": {"conditions": [{"type": "NamespaceContentRemaining", "status": "True", "message": "pods remain"}]}}
            """), []);
        var error = Assert.Throws<MeshException>(() => PreflightVerdict.EnsurePassed([served, usable]));
        Assert.Equal(ErrorCode.ApiVersionsNotServed, error.Code);
        Assert.Contains("5 of the release's 5 objects", error.Text, StringComparison.Ordinal);
        Assert.Contains("NamespaceContentRemaining: pods remain", error.Text, StringComparison.Ordinal);
        Assert.Contains("kubectl wait", error.Hint, StringComparison.Ordinal);
        PreflightVerdict.EnsurePassed([Finding.Warning("x", "y", null)]);
    }
}
