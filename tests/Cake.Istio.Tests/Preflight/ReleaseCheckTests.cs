using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Cluster;
using Cake.Istio.Preflight.Checks;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Releases;
using Cake.Istio.Tests.Apply;
using Cake.Istio.Verification;

namespace Cake.Istio.Tests.Preflight;

public sealed class ReleaseCheckTests
{
    private const string Service = "{apiVersion: v1, kind: Service, metadata: {name: istiod, namespace: istio-system}}";

    [Theory]
    [InlineData("1.30.3", 36, FindingStatus.Passed, "Istio 1.30: Kubernetes 1.32 to 1.36; the cluster runs v1.36.0 (source: IBM Cloud's Istio add-on; the oldest also from istioctl 1.30 itself).", null)]
    [InlineData("1.2.2", 36, FindingStatus.Warning, "Istio 1.2: Kubernetes 1.12 to 1.14, but the cluster runs v1.36.0", "Istio 1.30. Choose")]
    [InlineData("1.30.3", 31, FindingStatus.Warning, "Istio 1.30: Kubernetes 1.32 to 1.36, but the cluster runs v1.31.0", "Istio 1.24 to 1.29. Choose")]
    [InlineData("1.30.3", 99, FindingStatus.Warning, "Istio 1.30: Kubernetes 1.32 to 1.36, but the cluster runs v1.99.0", "comes closest")]
    [InlineData("1.99.0", 36, FindingStatus.Warning, "is not known here; the newest known release is 1.30.", null)]
    public void A_release_supports_some_Kubernetes_versions(string release, int minor, FindingStatus status, string title, string? hint)
    {
        var finding = KubernetesVersionCheck.Check(IstioVersion.Parse(release), Kubernetes(minor));
        Assert.Equal(status, finding.Status);
        Assert.Contains(title, finding.Title, StringComparison.Ordinal);
        Assert.Contains(hint ?? "", finding.Hint ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Deprecated_API_versions_are_counted_with_the_version_that_goes_without()
    {
        var objects = new[]
        {
            Sample.Named("policy/v1beta1", "PodDisruptionBudget", "istio-system", "p"),
            Sample.Named("policy/v1beta1", "PodDisruptionBudget", "istio-system", "q"),
            Sample.Named("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", null, "x"),
            Sample.Named("apps/v1", "Deployment", "istio-system", "d"),
        };
        var finding = DeprecatedApisCheck.Check(objects, (_, _) => true, Kubernetes(21));
        Assert.Equal((FindingStatus.Warning, "3 of the release's 4 objects are in API versions that Kubernetes 1.22 or a later one goes without."), (finding.Status, finding.Title));
        Assert.Equal(
            [
                "1 CustomResourceDefinition in apiextensions.k8s.io/v1beta1, gone with Kubernetes 1.22; then apiextensions.k8s.io/v1",
                "2 PodDisruptionBudget in policy/v1beta1, gone with Kubernetes 1.25; then policy/v1",
            ],
            finding.Evidence);
        Assert.Equal(FindingStatus.Passed, DeprecatedApisCheck.Check(objects, (_, _) => false, Kubernetes(36)).Status);
    }

    [Theory]
    [InlineData(null, "1.30.3", FindingStatus.Passed, "No earlier release", null)]
    [InlineData("1.30.3", "1.30.3", FindingStatus.Passed, "is installed already", null)]
    [InlineData("1.29.1", "1.30.3", FindingStatus.Passed, "From the installed 1.29.1 to 1.30.3.", null)]
    [InlineData("1.2.2", "1.4.5", FindingStatus.Passed, "From the installed 1.2.2 to 1.4.5.", null)]
    [InlineData("1.5.9", "1.6.0", FindingStatus.Passed, "From the installed", null)]
    [InlineData("1.27.0", "1.30.3", FindingStatus.Warning, "are 3 minor versions", "1.28, 1.29, 1.30.3; but of the 2 releases between, only 1.28 of which")]
    [InlineData("1.2.2", "1.8.0", FindingStatus.Warning, "are 6 minor versions", "1.6, 1.7, 1.8.0; but of the 2 releases between, none of which")]
    [InlineData("1.30.3", "1.29.9", FindingStatus.Warning, "older than the installed 1.30.3", "Custom resources may use")]
    [InlineData("1.10.0", "1.9.0", FindingStatus.Warning, "a downgrade", null)]
    [InlineData("somewhat", "1.9.0", FindingStatus.Passed, "No earlier release", null)]
    public void The_way_from_the_installed_release_goes_one_minor_version_at_a_time(string? installed, string wanted, FindingStatus status, string title, string? hint)
    {
        var record = installed is null ? null : new InstallRecord(1, RecordState.Installed, new(installed, new Dictionary<string, string>(), "ann"), "", default, true, []);
        var finding = UpgradePathCheck.Check(InstalledRelease.Find(record, []), IstioVersion.Parse(wanted), Kubernetes(30), hasEarlier: false);
        Assert.Equal(status, finding.Status);
        Assert.Contains(title, finding.Title, StringComparison.Ordinal);
        Assert.Contains(hint ?? "", finding.Hint ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_that_this_cluster_supports_are_advised_and_a_rollback_where_there_is_something_to_go_back_to()
    {
        InstalledRelease Installed(string version) => new(IstioVersion.Parse(version), "the record of the last install", IsRecorded: true);
        Assert.Equal(
            "Install in turn: 1.28, 1.29, 1.30.3; restart the workloads after each, so that their sidecars follow.",
            UpgradePathCheck.Check(Installed("1.27.0"), IstioVersion.Parse("1.30.3"), Kubernetes(33), hasEarlier: false).Hint);
        var old = UpgradePathCheck.Check(Installed("1.4.5"), IstioVersion.Parse("1.30.3"), Kubernetes(36), hasEarlier: false).Hint!;
        Assert.Contains("but of the 24 releases between, none of which Istio says that it supports Kubernetes 1.36", old, StringComparison.Ordinal);
        Assert.Contains("install 1.30.3 anew, in a cluster beside this one", old, StringComparison.Ordinal);
        Assert.DoesNotContain("Install in turn", old, StringComparison.Ordinal);
        foreach (var hasEarlier in new[] { false, true })
            Assert.Equal(hasEarlier, UpgradePathCheck.Check(Installed("1.30.3"), IstioVersion.Parse("1.29.9"), Kubernetes(33), hasEarlier).Hint!.Contains("--target=Rollback", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("istiod", "gcr.io/istio-release/pilot:1.29.0-distroless", "1.29.0", FindingStatus.Passed, "is installed already")]
    [InlineData("istiod", "docker.io/istio/pilot:1.29.0", "1.30.3", FindingStatus.Warning, "was not installed by these tasks")]
    [InlineData("istio-pilot", "registry.local:5000/istio/pilot:1.2.2", "1.30.3", FindingStatus.Warning, "are 28 minor versions")]
    [InlineData("istio-pilot", "istio/pilot@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "1.30.3", FindingStatus.Passed, "No earlier release")]
    [InlineData("istiod", "istio/pilot:latest", "1.30.3", FindingStatus.Passed, "No earlier release")]
    [InlineData("shop", "istio/pilot:1.2.2", "1.30.3", FindingStatus.Passed, "No earlier release")]
    public void A_release_that_nobody_recorded_is_known_by_its_control_planes_image(string name, string image, string wanted, FindingStatus status, string title)
    {
        var deployment = Planned.Object($"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}, namespace: istio-system}}, spec: {{template: {{spec: {{containers: [{{name: discovery, image: \"{image}\"}}]}}}}}}}}");
        var finding = UpgradePathCheck.Check(InstalledRelease.Find(null, [deployment]), IstioVersion.Parse(wanted), Kubernetes(30), hasEarlier: false);
        Assert.Equal(status, finding.Status);
        Assert.Contains(title, finding.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChangeAction.Failed, FindingStatus.Failed)]
    [InlineData(ChangeAction.Configured, FindingStatus.Warning)]
    public void A_version_that_objects_are_stored_in_must_stay_in_the_definition(ChangeAction action, FindingStatus status)
    {
        var change = Planned.Changed(Definition("Namespaced", "v1", ""), Definition("Namespaced", "v1alpha3", "status: {storedVersions: [v1alpha3, v1]}"), action);
        var finding = DefinitionsCheck.Check([change])[0];
        Assert.Equal((DefinitionsCheck.StoredVersionsId, status), (finding.Id, finding.Status));
        Assert.Equal(["gateways.networking.istio.io: objects are or were stored in v1alpha3; the release has v1"], finding.Evidence);
        Assert.Contains("kubectl delete crd gateways.networking.istio.io", finding.Hint, StringComparison.Ordinal);
        Assert.Equal(FindingStatus.Passed, DefinitionsCheck.Check([Planned.Changed(Definition("Namespaced", "v1", ""), Definition("Namespaced", "v1", "status: {storedVersions: [v1]}"))])[0].Status);
    }

    [Fact]
    public void Where_the_release_has_the_version_that_is_stored_now_it_stays_the_stored_one()
    {
        var wanted = Definition("Namespaced", "v1", "");
        var finding = DefinitionsCheck.Check([Planned.Changed(wanted, Definition("Namespaced", "v1", "status: {storedVersions: [v1alpha3, v1]}"), ChangeAction.Failed)])[0];
        Assert.DoesNotContain("--type=json", finding.Hint, StringComparison.Ordinal);
        Assert.EndsWith("""kubectl patch crd gateways.networking.istio.io --subresource=status --type=merge -p '{"status":{"storedVersions":["v1"]}}'""", finding.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scope_cannot_change()
    {
        var finding = DefinitionsCheck.Check([Planned.Changed(Definition("Cluster", "v1", ""), Definition("Namespaced", "v1", ""))])[1];
        Assert.Equal((DefinitionsCheck.ScopeId, FindingStatus.Failed), (finding.Id, finding.Status));
        Assert.Equal(["gateways.networking.istio.io: Namespaced in the cluster, Cluster in the release"], finding.Evidence);
        Assert.Equal(FindingStatus.Passed, DefinitionsCheck.Check(Planned.Created(Definition("Cluster", "v1", "")))[1].Status);
    }

    [Theory]
    [InlineData("helm", "", false, FindingStatus.Failed)]
    [InlineData("istio-operator", "", false, FindingStatus.Failed)]
    [InlineData("istio-operator", "", true, FindingStatus.Passed)]
    [InlineData("istio-operator", "status", false, FindingStatus.Passed)]
    [InlineData("kubectl-client-side-apply", "", false, FindingStatus.Passed)]
    [InlineData("argocd-controller", "", false, FindingStatus.Failed)]
    [InlineData("argocd-controller", "", true, FindingStatus.Passed)]
    [InlineData("argocd-application-controller", "", false, FindingStatus.Failed)]
    [InlineData("kustomize-controller", "", false, FindingStatus.Failed)]
    [InlineData("helm-controller", "", false, FindingStatus.Failed)]
    [InlineData("kapp-server-side-apply", "", false, FindingStatus.Failed)]
    [InlineData("Terraform", "", false, FindingStatus.Failed)]
    [InlineData("HashiCorp", "", false, FindingStatus.Failed)]
    [InlineData("terraform-provider-helm_v2.17.0_x5", "", false, FindingStatus.Failed)]
    [InlineData("pulumi-kubernetes-5d2a1c7e", "", false, FindingStatus.Failed)]
    [InlineData("sail-operator", "", false, FindingStatus.Failed)]
    [InlineData("pilot-discovery", "", false, FindingStatus.Passed)]
    [InlineData("galley", "", false, FindingStatus.Passed)]
    [InlineData("sidecar-injector", "", false, FindingStatus.Passed)]
    [InlineData("citadel", "", false, FindingStatus.Passed)]
    [InlineData("kube-controller-manager", "", false, FindingStatus.Passed)]
    [InlineData("kubectl-edit", "", false, FindingStatus.Passed)]
    [InlineData("cake-istio-gateway", "", false, FindingStatus.Passed)]
    public void The_mesh_of_another_installer_is_refused_unless_it_is_taken_over(string manager, string subresource, bool adopt, FindingStatus status)
    {
        var live = $"{{apiVersion: v1, kind: Service, metadata: {{name: istiod, namespace: istio-system, managedFields: [{{manager: {manager}, operation: Apply, apiVersion: v1, subresource: \"{subresource}\"}}]}}}}";
        var finding = OwnershipCheck.Check([Planned.Changed(Service, live)], null, adopt);
        Assert.Equal(status, finding.Status);
        if (status == FindingStatus.Failed)
        {
            Assert.Equal([$"{manager}: Service istio-system/istiod"], finding.Evidence);
            Assert.Contains("--adopt", finding.Hint, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("helm-controller", "Update", "meta.helm.sh/release-name", "helm-controller (Helm release istiod)")]
    [InlineData("terraform-provider-helm", "Update", "meta.helm.sh/release-name", "terraform-provider-helm (Helm release istiod)")]
    [InlineData("Go-http-client", "Apply", "meta.helm.sh/release-name", "Go-http-client (Helm release istiod)")]
    [InlineData("cake-istio", "Apply", "meta.helm.sh/release-name", null)]
    [InlineData("kubectl-client-side-apply", "Update", "meta.helm.sh/release-name", null)]
    [InlineData("istiod", "Update", "example.com/other", null)]
    public void Whoever_keeps_a_Helm_release_is_another_installer_whatever_its_name(string manager, string operation, string owned, string? told)
    {
        var live = $$$"""
            apiVersion: v1
            kind: Service
            metadata:
              name: istiod
              namespace: istio-system
              labels: {app.kubernetes.io/managed-by: Helm, heritage: Tiller, release: istio}
              annotations: {meta.helm.sh/release-name: istiod, example.com/other: "1"}
              managedFields: [{manager: {{{manager}}}, operation: {{{operation}}}, apiVersion: v1, fieldsV1: {"f:metadata": {"f:annotations": {"f:{{{owned}}}": {} } } } }]
            """;
        Assert.Equal(told is null ? [] : [$"{told}: Service istio-system/istiod"], OwnershipCheck.Check([Planned.Changed(Service, live)], null, adopt: false).Evidence);
    }

    [Theory]
    [InlineData("annotations", "argocd.argoproj.io/tracking-id", "mesh:/Service:istio-system/istiod", "deployer (Argo CD application mesh)")]
    [InlineData("labels", "argocd.argoproj.io/instance", "mesh", "deployer (Argo CD application mesh)")]
    [InlineData("labels", "kustomize.toolkit.fluxcd.io/name", "mesh", "deployer (Flux Kustomization mesh)")]
    [InlineData("labels", "helm.toolkit.fluxcd.io/name", "istiod", "deployer (Flux HelmRelease istiod)")]
    [InlineData("labels", "kapp.k14s.io/app", "1700000000", "deployer (kapp app 1700000000)")]
    [InlineData("labels", "install.operator.istio.io/owning-resource", "installed-state", "deployer (IstioOperator installed-state)")]
    [InlineData("labels", "install.operator.istio.io/owning-resource", "unknown", null)]
    [InlineData("labels", "app.kubernetes.io/managed-by", "Helm", "deployer (managed by Helm)")]
    [InlineData("labels", "app.kubernetes.io/managed-by", "us", null)]
    public void A_mark_tells_another_installer_whatever_its_name(string map, string key, string value, string? told)
    {
        string Of(string manager, string subresource) => $$$"""
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "istiod", "namespace": "istio-system", "{{{map}}}": {"{{{key}}}": "{{{value}}}"},
             "managedFields": [{"manager": "{{{manager}}}", "operation": "Apply", "apiVersion": "v1", "subresource": "{{{subresource}}}", "fieldsV1": {"f:metadata": {"f:{{{map}}}": {"f:{{{key}}}": {} } } } }]} }
            """;
        Assert.Equal(told is null ? [] : [$"{told}: Service istio-system/istiod"], OwnershipCheck.Check([Planned.Changed(Service, Of("deployer", ""))], null, adopt: false).Evidence);
        foreach (var manager in new[] { "kubectl", "kubectl-client-side-apply", "cake-istio", "pilot-discovery", "kube-controller-manager" })
            Assert.Equal(FindingStatus.Passed, OwnershipCheck.Check([Planned.Changed(Service, Of(manager, ""))], null, adopt: false).Status);
        Assert.Equal(FindingStatus.Passed, OwnershipCheck.Check([Planned.Changed(Service, Of("deployer", "status"))], null, adopt: false).Status);
    }

    [Fact]
    public void Whoever_made_the_namespace_need_not_have_installed_a_mesh_in_it()
    {
        var made = Planned.Changed("{apiVersion: v1, kind: Namespace, metadata: {name: istio-system}}", """
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system", "managedFields": [
              {"manager": "helm", "operation": "Update", "apiVersion": "v1", "fieldsV1": {"f:metadata": {"f:labels": {".": {}, "f:name": {} } } } }]} }
            """);

        Assert.Equal(FindingStatus.Passed, OwnershipCheck.Check([made], null, adopt: false).Status);
    }

    [Fact]
    public void A_label_that_the_release_has_itself_tells_nothing_until_another_mark_shows_whose_it_is()
    {
        string Of(string name, string annotations, string fields) => $$$"""
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "{{{name}}}", "namespace": "istio-system", "labels": {"app.kubernetes.io/managed-by": "Helm"}, "annotations": {{{annotations}}},
             "managedFields": [{"manager": "deployer", "operation": "Apply", "apiVersion": "v1", "fieldsV1": {"f:metadata": {"f:labels": {"f:app.kubernetes.io/managed-by": {} }{{{fields}}} } } }]} }
            """;
        string Wanted(string name) => $"{{apiVersion: v1, kind: Service, metadata: {{name: {name}, namespace: istio-system, labels: {{app.kubernetes.io/managed-by: Helm}}}}}}";
        var labelled = Planned.Changed(Wanted("istiod"), Of("istiod", "{}", ""));
        var marked = Planned.Changed(Wanted("gateway"), Of("gateway", """{"meta.helm.sh/release-name": "mesh"}""", """, "f:annotations": {"f:meta.helm.sh/release-name": {}}"""));
        Assert.Equal(FindingStatus.Passed, OwnershipCheck.Check([labelled], null, adopt: false).Status);
        Assert.Equal(
            ["deployer (Helm release mesh): Service istio-system/gateway", "deployer (managed by Helm): Service istio-system/istiod"],
            OwnershipCheck.Check([labelled, marked], null, adopt: false).Evidence);
    }

    [Fact]
    public void Where_the_server_records_no_owners_Helms_mark_tells_and_its_labels_do_not()
    {
        const string Marked = "{apiVersion: v1, kind: Service, metadata: {name: istiod, namespace: istio-system, uid: u1, annotations: {meta.helm.sh/release-name: istiod}}}";
        const string Labelled = "{apiVersion: v1, kind: Service, metadata: {name: istiod, namespace: istio-system, labels: {app.kubernetes.io/managed-by: Helm, heritage: Tiller, release: istio}}}";
        Assert.Equal(["Helm release istiod: Service istio-system/istiod"], OwnershipCheck.Check([Planned.Changed(Service, Marked)], null, adopt: false).Evidence);
        Assert.Equal(FindingStatus.Passed, OwnershipCheck.Check([Planned.Changed(Service, Labelled)], null, adopt: false).Status);

        var change = Planned.Changed(Service, Marked);
        var record = new InstallRecord(1, RecordState.Installed, new("1.2.2", new Dictionary<string, string>(), "ann"), "", default, true, [new(change.Subject, "u1")]);
        Assert.Equal(FindingStatus.Passed, OwnershipCheck.Check([change], record, adopt: false).Status);
        Assert.Equal(FindingStatus.Failed, OwnershipCheck.Check([change], record with { Objects = [new(change.Subject, "u0")] }, adopt: false).Status);
    }

    private static ServerVersion Kubernetes(int minor) => new(1, minor, $"v1.{minor}.0");

    private static string Definition(string scope, string version, string status) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: gateways.networking.istio.io}
        spec: {scope: {{scope}}, versions: [{name: {{version}}, storage: true}]}
        {{status}}
        """;
}
