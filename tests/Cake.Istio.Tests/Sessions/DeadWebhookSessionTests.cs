using Cake.Istio.Apply.Inventory;
using Cake.Istio.Errors;
using Cake.Istio.Tests.Apply;

namespace Cake.Istio.Tests.Sessions;

/// <summary>Somebody else's webhook that nobody answers any more and that refuses what it cannot be asked about.</summary>
public sealed class DeadWebhookSessionTests
{
    private const string Refusal =
        "webhook deployments.example.com of ValidatingWebhookConfiguration policy refuses it, because Service policy/gone cannot be asked: service \"gone\" not found";

    private const string Galley = """
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration", "metadata": {"name": "istio-galley"}, "webhooks": [
          {"name": "mixer.validation.istio.io", "sideEffects": "None", "admissionReviewVersions": ["v1beta1"],
           "clientConfig": {"caBundle": "AUTHORITY", "service": {"namespace": "istio-system", "name": "istio-galley", "path": "/admitmixer"} },
           "rules": [{"apiGroups": ["config.istio.io"], "apiVersions": ["*"], "resources": ["*"], "operations": ["CREATE", "UPDATE"]}]}]}
        """;

    [Fact]
    public async Task A_dry_run_that_it_refuses_fails_the_preflight_within_seconds_and_names_the_way_out()
    {
        await using var fixture = await StartAsync("CREATE", "UPDATE");
        await fixture.Cluster.CreateNamespaceAsync("istio-system");

        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.PreflightAsync()));

        Assert.Equal(ErrorCode.WebhookUnanswered, refused.Code);
        Assert.Contains($"Deployment istio-system/istio-pilot: {Refusal}", refused.Text, StringComparison.Ordinal);
        Assert.Contains("delete validatingwebhookconfiguration policy; or", refused.Hint, StringComparison.Ordinal);
        Assert.Contains("""patch validatingwebhookconfiguration policy --type=json -p='[{"op":"replace","path":"/webhooks/1/failurePolicy","value":"Ignore"}]'""", refused.Hint, StringComparison.Ordinal);
        Assert.Contains(fixture.Shown, line => line.Contains("  webhooks-answered ", StringComparison.Ordinal) && line.Contains("1 of them refuses then", StringComparison.Ordinal));

        var plan = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.PlanAsync()));
        Assert.Equal(ErrorCode.WebhookUnanswered, plan.Code);

        await DeleteAsync(fixture);
        Assert.Equal(0, (await fixture.RunAsync(session => session.InstallMeshAsync())).Counts.Failed);
    }

    [Fact]
    public async Task Where_no_dry_run_is_possible_the_preflight_warns_and_the_install_says_who_refuses()
    {
        await using var fixture = await StartAsync("CREATE", "UPDATE");
        await fixture.RunAsync(session => session.PreflightAsync());
        Assert.Contains(fixture.Shown, line => line.Contains("  webhooks-answered ", StringComparison.Ordinal) && line.Contains("1 of them refuses then", StringComparison.Ordinal));

        var failed = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.InstallMeshAsync()));
        Assert.Equal(ErrorCode.WebhookUnanswered, failed.Code);
        Assert.Contains(Refusal, failed.Text, StringComparison.Ordinal);
        Assert.Contains("delete validatingwebhookconfiguration policy; or", failed.Hint, StringComparison.Ordinal);

        // The namespace is made already, and whose it is stays known.
        await DeleteAsync(fixture);
        await fixture.RunAsync(session => session.InstallMeshAsync());
        var record = (await fixture.Cluster.RecordAsync())!;
        Assert.Equal((1, RecordState.Installed, true), (record.Revision, record.State, record.MadeNamespace));
    }

    [Fact]
    public async Task An_install_that_it_refused_from_the_start_can_be_uninstalled_without_leftovers()
    {
        await using var fixture = await StartAsync("CREATE");
        await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.InstallMeshAsync()));
        await fixture.RunAsync(session => session.UninstallAsync());
        Assert.Null(await fixture.Cluster.GetAsync("v1", "Namespace", null, "istio-system"));
    }

    [Theory]
    [InlineData("CREATE", "UPDATE")]
    [InlineData("UPDATE")]
    public async Task An_uninstall_needs_nothing_of_what_it_refuses_where_it_lets_deletions_pass(params string[] operations)
    {
        await using var fixture = await InstalledAsync(operations);
        await fixture.RunAsync(session => session.UninstallAsync());
        Assert.Null(await fixture.Cluster.GetAsync("v1", "Namespace", null, "istio-system"));
    }

    [Fact]
    public async Task An_uninstall_that_it_refuses_says_so_and_goes_on_where_it_ended_once_the_webhook_is_gone()
    {
        await using var fixture = await InstalledAsync("CREATE", "UPDATE", "DELETE");

        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.UninstallAsync()));

        Assert.Equal(ErrorCode.RemovalFailed, refused.Code);
        Assert.Contains($"Deployment istio-system/istio-pilot: {Refusal}", refused.Text, StringComparison.Ordinal);
        Assert.Contains("delete validatingwebhookconfiguration policy; or", refused.Hint, StringComparison.Ordinal);
        Assert.NotNull(await fixture.Cluster.RecordAsync());
        Assert.NotNull(await fixture.Cluster.GetAsync("apps/v1", "Deployment", "istio-system", "istio-pilot"));

        await DeleteAsync(fixture);
        await fixture.RunAsync(session => session.UninstallAsync());
        Assert.Null(await fixture.Cluster.GetAsync("v1", "Namespace", null, "istio-system"));
    }

    [Fact]
    public async Task One_that_refuses_the_lock_ends_an_uninstall_at_once()
    {
        await using var fixture = await InstalledAsync();
        await RegisterAsync(fixture, "*", "*", "*");
        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.UninstallAsync()));
        Assert.Equal(ErrorCode.WebhookUnanswered, refused.Code);
        Assert.Contains("\"deployments.example.com\"", refused.Text, StringComparison.Ordinal);
        Assert.NotNull(await fixture.Cluster.RecordAsync());
    }

    [Fact]
    public async Task One_of_the_mesh_itself_is_waited_for_by_the_install_that_brings_it_back()
    {
        await using var fixture = await InstalledAsync();
        var injector = await fixture.Cluster.GetAsync("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", null, "istio-sidecar-injector");
        var authority = (string)injector!["webhooks"]![0]!["clientConfig"]!["caBundle"]!;
        await fixture.Cluster.ApplyAsAsync("galley", Galley.Replace("AUTHORITY", authority, StringComparison.Ordinal));
        await fixture.Cluster.PatchAsAsync("user", "config.istio.io/v1alpha2", "rule", "istio-system", "promhttp", """{"spec": {"match": "false"} }""");
        await fixture.Cluster.PatchAsAsync("user", "apps/v1", "Deployment", "istio-system", "istio-galley", """{"spec": {"replicas": 0} }""");
        while ((int?)(await fixture.Cluster.GetAsync("apps/v1", "Deployment", "istio-system", "istio-galley"))!["status"]!["readyReplicas"] > 0)
            await Task.Delay(10, fixture.Cluster.Cancel);

        var changes = await fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { ForceConflicts = true });

        Assert.Equal((2, 0), (changes.Counts.Configured, changes.Counts.Failed));
        Assert.Contains("grpc", (string)(await fixture.Cluster.GetAsync("config.istio.io/v1alpha2", "rule", "istio-system", "promhttp"))!["spec"]!["match"]!, StringComparison.Ordinal);
    }

    private static async Task<SessionFixture> InstalledAsync(params string[] operations)
    {
        var fixture = await StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        if (operations.Length > 0)
            await RegisterAsync(fixture, "apps", "deployments", operations);
        return fixture;
    }

    // A run that waits for the webhook would not be done in time.
    private static async Task<SessionFixture> StartAsync(params string[] operations)
    {
        var fixture = await SessionFixture.StartAsync();
        fixture.Settings = fixture.Settings with { Timeout = TimeSpan.FromSeconds(40) };
        if (operations.Length > 0)
            await RegisterAsync(fixture, "apps", "deployments", operations);
        return fixture;
    }

    private static Task RegisterAsync(SessionFixture fixture, string group, string resources, params string[] operations) => fixture.Cluster.ApplyAsAsync("somebody", $$"""
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration", "metadata": {"name": "policy"}, "webhooks": [
          {"name": "other.example.com", "sideEffects": "None", "admissionReviewVersions": ["v1"], "clientConfig": {"service": {"namespace": "policy", "name": "gone"} }, "rules": []},
          {"name": "deployments.example.com", "sideEffects": "None", "admissionReviewVersions": ["v1"], "clientConfig": {"service": {"namespace": "policy", "name": "gone"} },
           "rules": [{"apiGroups": ["{{group}}"], "apiVersions": ["*"], "resources": ["{{resources}}"], "operations": ["{{string.Join("\", \"", operations)}}"]}]}]}
        """);

    private static async Task DeleteAsync(SessionFixture fixture) => await fixture.Cluster.Connection.DeleteAsync(
        await fixture.Cluster.FindAsync("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"), null, "policy", null, fixture.Cluster.Cancel);
}
