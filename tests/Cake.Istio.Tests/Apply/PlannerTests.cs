using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Errors;

namespace Cake.Istio.Tests.Apply;

public sealed class PlannerTests
{
    private const string Namespace = """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system"}}""";

    private const string Map = """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "istio-system"}, "data": {"x": "1", "y": "2"}}""";

    private const string Deployment = """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "pilot", "namespace": "istio-system"}, "spec": {"replicas": 1,
         "selector": {"matchLabels": {"app": "pilot"}}, "template": {"metadata": {"labels": {"app": "pilot"}}, "spec": {"containers": [
           {"name": "discovery", "image": "pilot:1.2.2", "args": ["discovery"], "env": [{"name": "A", "value": "1"}, {"name": "B", "value": ""}],
            "resources": {"requests": {"cpu": "2000m", "memory": "1024Mi"}}, "ports": [{"containerPort": 8080}]}]}}}}
        """;

    private const string Webhook = """
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration", "metadata": {"name": "istio-sidecar-injector"}, "webhooks": [
          {"name": "sidecar-injector.istio.io", "admissionReviewVersions": ["v1"], "sideEffects": "None", "failurePolicy": "Ignore",
           "clientConfig": {"service": {"name": "i", "namespace": "istio-system", "path": "/inject"}, "caBundle": ""},
           "rules": [{"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"]}],
           "namespaceSelector": {"matchLabels": {"istio-injection": "enabled"}}}]}
        """;

    [Fact]
    public async Task A_field_that_cannot_be_changed_needs_recreate_and_nothing_is_written()
    {
        await using var fixture = await InstallAsync(Namespace, Deployment);
        var other = Deployment.Replace("\"app\": \"pilot\"", "\"app\": \"other\"", StringComparison.Ordinal);
        var refused = Assert.Throws<MeshException>((await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(other)])).EnsureAccepted);
        Assert.Equal(ErrorCode.NeedsRecreate, refused.Code);
        Assert.Contains("needs recreate: spec.selector", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_cannot_be_changed_is_named_at_once_also_where_somebody_holds_another_one()
    {
        var (mine, other) = (Sample.Json(Deployment), Sample.Json(Deployment.Replace("\"app\": \"pilot\"", "\"app\": \"other\"", StringComparison.Ordinal)));
        foreach (var body in new[] { mine, other })
            body["spec"]!["minReadySeconds"] = 5;
        await using var fixture = await InstallAsync(Namespace, mine.ToJsonString());
        await fixture.PatchAsAsync("kubectl-edit", "apps/v1", "Deployment", "istio-system", (string)mine["metadata"]!["name"]!, """{"spec": {"minReadySeconds": 7}}""");

        var held = Assert.Throws<MeshException>((await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(mine.ToJsonString())])).EnsureAccepted);
        Assert.Equal(ErrorCode.FieldConflict, held.Code);
        var fixedField = Assert.Throws<MeshException>((await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(other.ToJsonString())])).EnsureAccepted);
        Assert.Equal(ErrorCode.NeedsRecreate, fixedField.Code);
        Assert.Contains("needs recreate: spec.selector", fixedField.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_calls_invalid_is_found_before_anything_is_written()
    {
        await using var fixture = await InstallAsync(Namespace);
        const string Service = """{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "istio-system"}, "spec": {"type": "Bogus", "ports": [{"port": 80}]}}""";
        var plan = await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Map), Sample.Object(Service)]);
        var refused = Assert.Throws<MeshException>(plan.EnsureAccepted);
        Assert.Equal((ErrorCode.InvalidObject, Refusal.Correct), (refused.Code, refused.Hint));
        Assert.Contains("spec.type", refused.Text, StringComparison.Ordinal);
        Assert.Null(await fixture.GetAsync("v1", "ConfigMap", "istio-system", "a"));
    }

    [Fact]
    public async Task What_is_edited_by_hand_is_named_with_manager_and_field_and_only_force_takes_it()
    {
        await using var fixture = await InstallAsync(Namespace, Map);
        await fixture.PatchAsAsync("kubectl-edit", "v1", "ConfigMap", "istio-system", "a", """{"data": {"x": "edited"}}""");

        var plan = await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Map, line: 7)]);
        var refused = Assert.Throws<MeshException>(plan.EnsureAccepted);
        Assert.Equal(ErrorCode.FieldConflict, refused.Code);
        Assert.Contains("kubectl-edit owns .data.x", refused.Text, StringComparison.Ordinal);
        Assert.Contains("--force-conflicts", refused.Hint, StringComparison.Ordinal);
        Assert.Equal("mesh.yaml:7:1", refused.Location!.ToString());

        plan = await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Map)], new() { Namespace = "istio-system", ForceConflicts = true });
        Assert.Equal(["~ .data.x: \"edited\" → \"1\""], plan.Changes.SelectMany(change => change.Fields).Select(field => field.ToString()));
        await fixture.ApplyAsync(plan);
        Assert.True((await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Map)])).IsEmpty);
    }

    [Fact]
    public async Task A_conflict_names_only_those_who_stand_in_the_way()
    {
        await using var fixture = await InstallAsync(Namespace);
        await fixture.ApplyAsAsync("kubectl", Map.Replace("\"1\"", "\"old\"", StringComparison.Ordinal));
        await fixture.PatchAsAsync("kubectl-edit", "v1", "ConfigMap", "istio-system", "a", """{"data": {"y": "edited"}}""");

        var refused = Assert.Throws<MeshException>((await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Map)])).EnsureAccepted);

        Assert.Contains("kubectl-edit owns .data.y", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(".data.x", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_manifest_is_planned_field_by_field_without_noise()
    {
        await using var fixture = await InstallAsync(Namespace, Deployment);
        var changed = Deployment.Replace("pilot:1.2.2", "pilot:1.2.3", StringComparison.Ordinal)
            .Replace("""{"name": "A", "value": "1"}, """, "", StringComparison.Ordinal)
            .Replace("1024Mi", "2Gi", StringComparison.Ordinal)
            .Replace("2000m", "2", StringComparison.Ordinal);
        var plan = await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(changed)]);
        const string Container = ".spec.template.spec.containers[name=\"discovery\"]";
        Assert.Equal(
            [
                $"~ {Container}.image: \"pilot:1.2.2\" → \"pilot:1.2.3\"",
                $"~ {Container}.resources.requests.memory: \"1Gi\" → \"2Gi\"",
                $"- {Container}.env[name=\"A\"].name: \"A\"",
                $"- {Container}.env[name=\"A\"].value: \"1\"",
            ],
            plan.Changes[1].Fields.Select(field => field.ToString()).OrderBy(line => line[0] == '-'));
        await fixture.ApplyAsync(plan);
        Assert.True((await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(changed)])).IsEmpty);
    }

    [Fact]
    public async Task What_the_procedure_by_hand_installed_is_taken_over_and_cleaned_of_what_the_release_no_longer_has()
    {
        await using var fixture = await InstallAsync(Namespace);
        var byHand = Sample.Json(Map);
        byHand["data"]!["old"] = "3";
        byHand["metadata"]!["annotations"] = new JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = byHand.ToJsonString() };
        await fixture.Connection.CreateAsync(await fixture.FindAsync("v1", "ConfigMap"), "istio-system", byHand, "kubectl-client-side-apply", fixture.Cancel);

        var plan = await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Map.Replace("\"1\"", "\"one\"", StringComparison.Ordinal))]);
        plan.EnsureAccepted();
        Assert.Contains("~ .data.x: \"1\" → \"one\"", plan.Changes[1].Fields.Select(field => field.ToString()));
        Assert.Contains("- .data.old: \"3\"", plan.Changes[1].Fields.Select(field => field.ToString()));
        (await fixture.ApplyAsync(plan)).EnsureSucceeded();

        var live = (await fixture.GetAsync("v1", "ConfigMap", "istio-system", "a"))!;
        Assert.Equal("""{"x":"one","y":"2"}""", live["data"]!.ToJsonString());
        Assert.Null(live["metadata"]!["annotations"]);
        Assert.Equal(["cake-istio"], live["metadata"]!["managedFields"]!.AsArray().Select(entry => (string?)entry!["manager"]));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"istio-injection": "disabled"}""")]
    public async Task What_somebody_has_put_on_the_Namespace_stays(string sent)
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var theirs = Sample.Json("""
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system", "labels": {"team": "a", "pod-security.kubernetes.io/enforce": "privileged", "istio-injection": "enabled"},
             "annotations": {"cost-center": "7"}}}
            """);
        var applied = theirs.ToJsonString();
        theirs["metadata"]!["annotations"]![OwnershipMigration.LastApplied] = applied;
        await fixture.Connection.CreateAsync(await fixture.FindAsync("v1", "Namespace"), null, theirs, "kubectl-client-side-apply", fixture.Cancel);
        var ours = Sample.Object($$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system", "labels": {{sent}} } }""");

        await fixture.InstallAsync([ours, Sample.Object(Map)]);

        var metadata = (await fixture.GetAsync("v1", "Namespace", null, "istio-system"))!["metadata"]!;
        Assert.Equal(("a", "privileged", sent == "{}" ? "enabled" : "disabled"), ((string?)metadata["labels"]!["team"], (string?)metadata["labels"]!["pod-security.kubernetes.io/enforce"], (string?)metadata["labels"]!["istio-injection"]));
        Assert.Equal(("7", applied), ((string?)metadata["annotations"]!["cost-center"], (string?)metadata["annotations"]![OwnershipMigration.LastApplied]));
        Assert.True((await fixture.PlanAsync([ours, Sample.Object(Map)])).IsEmpty);
    }

    [Fact]
    public async Task Another_installers_mesh_is_taken_over_only_when_asked()
    {
        await using var fixture = await InstallAsync(Namespace);
        await fixture.ApplyAsAsync("helm", Map.Replace("\"1\"", "\"helm's\"", StringComparison.Ordinal));
        var refused = Assert.Throws<MeshException>((await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Map)])).EnsureAccepted);
        Assert.Contains("--adopt", refused.Hint, StringComparison.Ordinal);
        await fixture.InstallAsync([Sample.Object(Namespace), Sample.Object(Map)], new() { Namespace = "istio-system", Adopt = true });
        Assert.True((await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Map)])).IsEmpty);
    }

    [Fact]
    public async Task A_running_injectors_certificate_survives_and_an_empty_one_is_never_sent()
    {
        await using var fixture = await InstallAsync(Namespace, Webhook);
        Assert.Null((await WebhookAsync(fixture))["clientConfig"]!["caBundle"]);
        await fixture.Connection.PatchAsync(
            await fixture.FindAsync("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"), null, "istio-sidecar-injector", "application/json-patch+json",
            JsonNode.Parse("""[{"op": "add", "path": "/webhooks/0/clientConfig/caBundle", "value": "QUJD"}, {"op": "replace", "path": "/webhooks/0/failurePolicy", "value": "Fail"}]""")!,
            "sidecar-injector", null, fixture.Cancel);

        Assert.True((await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Webhook)])).Changes[0].Released.Count == 0);
        var plan = await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Webhook.Replace("/inject", "/inject2", StringComparison.Ordinal))]);
        plan.EnsureAccepted();
        Assert.Equal("sidecar-injector", Assert.Single(plan.Changes[1].Released).Manager);
        (await fixture.ApplyAsync(plan)).EnsureSucceeded();
        var webhook = await WebhookAsync(fixture);
        Assert.Equal(("QUJD", "Fail", "/inject2"), ((string?)webhook["clientConfig"]!["caBundle"], (string?)webhook["failurePolicy"], (string?)webhook["clientConfig"]!["service"]!["path"]));
    }

    [Fact]
    public async Task Replicas_that_an_autoscaler_set_are_left_alone()
    {
        await using var fixture = await InstallAsync(Namespace, Deployment);
        await fixture.PatchAsAsync("kube-controller-manager", "apps/v1", "Deployment", "istio-system", "pilot", """{"spec": {"replicas": 3}}""", "scale");
        var plan = await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Deployment)]);
        plan.EnsureAccepted();
        Assert.Equal(".spec.replicas", Assert.Single(plan.Changes[1].Released).Path);
        (await fixture.ApplyAsync(plan)).EnsureSucceeded();
        Assert.Equal(3, (int)(await fixture.GetAsync("apps/v1", "Deployment", "istio-system", "pilot"))!["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task A_kind_that_nobody_serves_is_refused()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var plan = await fixture.PlanAsync([Sample.Named("example.com/v1", "Thing", "istio-system", "t")]);
        Assert.Equal(ErrorCode.KindNotServed, Assert.Throws<MeshException>(plan.EnsureAccepted).Code);
    }

    [Fact]
    public async Task The_digest_is_the_same_for_the_same_cluster_and_release_and_changes_with_either()
    {
        await using var fixture = await InstallAsync(Namespace, Map);
        var changed = Map.Replace("\"2\"", "\"3\"", StringComparison.Ordinal);
        var first = (await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(changed)])).Digest;
        Assert.Equal(first, (await fixture.PlanAsync([Sample.Object(changed), Sample.Object(Namespace)])).Digest);
        Assert.NotEqual(first, (await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Map)])).Digest);
        await fixture.ApplyAsAsync("cake-istio", Map.Replace("\"2\"", "\"4\"", StringComparison.Ordinal));
        Assert.NotEqual(first, (await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(changed)])).Digest);
    }

    private static async Task<SandboxFixture> InstallAsync(params string[] manifests)
    {
        var fixture = await SandboxFixture.StartAsync();
        await fixture.InstallAsync([.. manifests.Select(manifest => Sample.Object(manifest))]);
        return fixture;
    }

    private static async Task<JsonNode> WebhookAsync(SandboxFixture fixture) =>
        (await fixture.GetAsync("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", null, "istio-sidecar-injector"))!["webhooks"]![0]!;
}
