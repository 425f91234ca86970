using Cake.Istio.Apply;

namespace Cake.Istio.Tests.Apply;

public sealed class OwnershipMigrationTests
{
    private const string Map = """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "n"}, "data": {"x": "1", "old": "2"}}""";

    [Theory]
    [InlineData("kubectl", "Apply", false, true)]
    [InlineData("kubectl-client-side-apply", "Update", false, true)]
    [InlineData("kubectl/scale", "Update", false, false)]
    [InlineData("kubectl-edit", "Update", false, false)]
    [InlineData("helm", "Apply", false, false)]
    [InlineData("helm", "Update", true, true)]
    [InlineData("istio-operator", "Apply", true, true)]
    [InlineData("argocd-controller", "Apply", false, false)]
    [InlineData("argocd-controller", "Apply", true, true)]
    [InlineData("HashiCorp", "Update", true, true)]
    [InlineData("pilot-discovery", "Update", true, false)]
    [InlineData("somebody", "Apply", true, false)]
    public void Only_the_hand_procedure_and_adopted_installers_migrate(string manager, string operation, bool adopt, bool migrates) =>
        Assert.Equal(migrates, OwnershipMigration.Patch([], Sample.Live(Map, (manager, operation, """{"f:data": {"f:x": {}}}""")), adopt) is not null);

    [Fact]
    public void The_patch_joins_all_entries_into_ours_and_fails_on_a_changed_object()
    {
        var live = Sample.Live(
            Map,
            ("cake-istio", "Apply", """{"f:data": {"f:x": {}}}"""),
            ("injector", "Update", """{"f:data": {"f:y": {}}}"""),
            ("kubectl-client-side-apply", "Update", """{"f:data": {".": {}, "f:old": {}}}"""));
        var patch = OwnershipMigration.Patch([], live, adopt: false)!;
        Assert.Equal("""{"op":"test","path":"/metadata/resourceVersion","value":"7"}""", patch[0]!.ToJsonString());
        var entries = patch[1]!["value"]!.AsArray();
        Assert.Equal(["cake-istio", "injector"], entries.Select(entry => (string?)entry!["manager"]));
        Assert.Equal("Apply", (string?)entries[0]!["operation"]);
        Assert.Equal("""{"f:data":{"f:x":{},".":{},"f:old":{}}}""", entries[0]!["fieldsV1"]!.ToJsonString());
    }

    [Fact]
    public void What_the_hand_procedure_applied_and_the_release_no_longer_has_is_removed()
    {
        var live = Sample.Live(Map, ("kubectl", "Apply", """{"f:data": {"f:x": {}, "f:old": {}}}"""));
        var removals = OwnershipMigration.Removals(Sample.Json("""{"data": {"x": "1"}}"""), live, adopt: false);
        Assert.Equal([".data.old"], removals.Select(path => path.ToString()));
    }

    [Fact]
    public void What_the_server_defaulted_is_not_a_removal_and_what_others_own_neither()
    {
        var live = Sample.Live(
            """
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a", "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{\"spec\":{\"old\":1,\"shared\":1}}"}},
             "spec": {"old": 1, "shared": 1, "defaulted": "x"}}
            """,
            ("kubectl-client-side-apply", "Update", """{"f:metadata": {"f:annotations": {"f:kubectl.kubernetes.io/last-applied-configuration": {}}}, "f:spec": {"f:old": {}, "f:shared": {}, "f:defaulted": {}}}"""),
            ("other", "Apply", """{"f:spec": {"f:shared": {}}}"""));
        var removals = OwnershipMigration.Removals([], live, adopt: false);
        Assert.Equal([".metadata.annotations.kubectl.kubernetes.io/last-applied-configuration", ".spec.old"], removals.Select(path => path.ToString()));
    }

    private const string TheirNamespace = """
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system", "labels": {"team": "a", "istio-injection": "disabled", "kustomize.toolkit.fluxcd.io/name": "mesh"},
         "annotations": {"cost-center": "7", "kubectl.kubernetes.io/last-applied-configuration": "{\"metadata\":{\"labels\":{\"team\":\"a\"},\"annotations\":{\"cost-center\":\"7\"}}}"}}}
        """;

    private const string TheirFields = """
        {"f:metadata": {"f:labels": {".": {}, "f:team": {}, "f:istio-injection": {}}, "f:annotations": {".": {}, "f:cost-center": {}, "f:kubectl.kubernetes.io/last-applied-configuration": {}}}}
        """;

    [Fact]
    public void Of_a_Namespace_only_what_is_sent_is_taken_over()
    {
        var live = Sample.Live(TheirNamespace, ("kubectl-client-side-apply", "Update", TheirFields));
        var body = Sample.Json("""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system", "labels": {"istio-injection": "disabled"}}}""");
        var entries = OwnershipMigration.Patch(body, live, adopt: false)![1]!["value"]!.AsArray();
        Assert.Equal(["cake-istio", "kubectl-client-side-apply"], entries.Select(entry => (string?)entry!["manager"]));
        Assert.Equal("""{"f:metadata":{"f:labels":{"f:istio-injection":{}}}}""", entries[0]!["fieldsV1"]!.ToJsonString());
        Assert.Equal(
            """{"f:metadata":{"f:labels":{".":{},"f:team":{}},"f:annotations":{".":{},"f:cost-center":{},"f:kubectl.kubernetes.io/last-applied-configuration":{}}}}""",
            entries[1]!["fieldsV1"]!.ToJsonString());
        Assert.Empty(OwnershipMigration.Removals(body, live, adopt: false));
    }

    [Fact]
    public void A_Namespace_of_which_nothing_is_sent_is_left_alone_but_for_the_marks_of_an_adopted_installer()
    {
        var body = Sample.Json("""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system"}}""");
        Assert.Null(OwnershipMigration.Patch(body, Sample.Live(TheirNamespace, ("kubectl-client-side-apply", "Update", TheirFields)), adopt: true));
        var live = Sample.Live(TheirNamespace, ("kustomize-controller", "Apply", """{"f:metadata": {"f:labels": {"f:team": {}, "f:kustomize.toolkit.fluxcd.io/name": {}}}}"""));
        Assert.Null(OwnershipMigration.Patch(body, live, adopt: false));
        Assert.Equal([".metadata.labels.kustomize.toolkit.fluxcd.io/name"], OwnershipMigration.Removals(body, live, adopt: true).Select(path => path.ToString()));
    }
}
