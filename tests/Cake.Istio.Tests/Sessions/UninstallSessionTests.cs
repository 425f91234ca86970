using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Apply.Locking;
using Cake.Istio.Errors;
using Cake.Istio.Settings;
using Cake.Istio.Tests.Apply;
using Cake.Istio.Tests.Releases;

namespace Cake.Istio.Tests.Sessions;

public sealed class UninstallSessionTests
{
    // Owned by its Deployment, as galley does it.
    private const string Galley = """
        {
          "apiVersion": "admissionregistration.k8s.io/v1",
          "kind": "ValidatingWebhookConfiguration",
          "metadata": {
            "name": "istio-galley",
            "ownerReferences": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": "istio-galley", "uid": "UID", "controller": true, "blockOwnerDeletion": true}]
          },
          "webhooks": []
        }
        """;

    [Fact]
    public async Task What_was_installed_goes_with_its_namespace_and_its_definitions_stay()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        // No release is needed for it.
        var changes = await fixture.RunAsync(session => session.UninstallAsync(), fixture.Settings with { Archive = null });

        // Told in the order of the plan, whatever goes first.
        Assert.Equal(
            StageOrder.ForRemoval(changes.Changes, change => change.Subject).Select(change => change.ToString()),
            fixture.Shown.Where(line => line.Contains(" deleted", StringComparison.Ordinal) && !line.StartsWith("Namespace", StringComparison.Ordinal) && !line.StartsWith("Uninstalled", StringComparison.Ordinal)));
        Assert.All(changes.Changes, change => Assert.Equal(ChangeAction.Deleted, change.Action));
        Assert.Equal(Stage.Webhooks, changes.Changes[0].Stage);
        Assert.Null(await fixture.Cluster.GetAsync("v1", "Namespace", null, "istio-system"));
        Assert.Equal(28, await CountAsync(fixture, "apiextensions.k8s.io/v1", "CustomResourceDefinition"));
        Assert.Equal(0, await CountAsync(fixture, "rbac.authorization.k8s.io/v1", "ClusterRole", "istio"));
        Assert.Contains("28 custom resource definitions stay; --purge removes them", fixture.Shown);

        var again = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.UninstallAsync()));
        Assert.Equal(ErrorCode.NothingRecorded, again.Code);
        Assert.Contains("--adopt", again.Hint, StringComparison.Ordinal);
        Assert.Equal(94, (await fixture.RunAsync(session => session.InstallMeshAsync())).Counts.Created);
    }

    [Fact]
    public async Task Purging_lists_the_users_configuration_before_it_dies()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        await fixture.Cluster.ApplyAsAsync("user", """{"apiVersion": "networking.istio.io/v1alpha3", "kind": "VirtualService", "metadata": {"name": "shop", "namespace": "default"}, "spec": {"hosts": ["shop"]}}""");
        await fixture.RunAsync(session => session.UninstallAsync(), fixture.Settings with { Purge = true });

        Assert.Contains("--purge: 1 custom resource of yours dies with its definition", fixture.Shown);
        Assert.Contains("default     VirtualService   shop", fixture.Shown);
        Assert.Equal(0, await CountAsync(fixture, "apiextensions.k8s.io/v1", "CustomResourceDefinition"));
    }

    [Fact]
    public async Task What_somebody_else_made_in_the_namespace_keeps_it_and_nothing_of_the_installer_is_left_in_it()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        var users = await fixture.MakeUsersMapAsync();
        await fixture.RunAsync(session => session.UninstallAsync());

        Assert.Contains("Namespace istio-system stays: 1 object in it is not of the mesh: ConfigMap istio-system/mine", fixture.Shown);
        Assert.True(JsonNode.DeepEquals(users, await fixture.Cluster.GetAsync("v1", "ConfigMap", "istio-system", "mine")));
        Assert.Null(await fixture.Cluster.GetAsync("v1", "ConfigMap", "istio-system", RecordStore.Name));
        Assert.Null(await fixture.Cluster.GetAsync("coordination.k8s.io/v1", "Lease", "istio-system", LockLease.Name));
        Assert.Equal(0, await CountAsync(fixture, "v1", "Secret", "cake-istio"));
    }

    [Fact]
    public async Task Nothing_that_the_real_1_2_2_makes_is_taken_for_somebody_elses()
    {
        await using var fixture = await SessionFixture.StartAsync();
        var old = fixture.Settings with { Archive = SharedReleases.Folder("1.2.2"), UpgradeApis = true };
        await fixture.RunAsync(session => session.InstallMeshAsync(), old);
        await fixture.RunAsync(session => session.InstallMeshAsync(), old with { Mode = MtlsMode.Strict });
        await fixture.RunAsync(session => session.UninstallAsync());

        Assert.Contains("  MeshPolicy default: applied by a post-install Job", fixture.Shown);
        Assert.Contains("  Secret istio-system/istio-ca-secret: made by citadel or istiod at run time", fixture.Shown);
        Assert.DoesNotContain(fixture.Shown, line => line.Contains("not the mesh's own", StringComparison.Ordinal));
        Assert.Null(await fixture.Cluster.GetAsync("v1", "Namespace", null, "istio-system"));
        Assert.Equal(0, await CountAsync(fixture, "authentication.istio.io/v1alpha1", "MeshPolicy"));
        Assert.Equal(0, await CountAsync(fixture, "v1", "Secret", "istio."));
    }

    [Fact]
    public async Task A_mesh_made_by_hand_is_removed_by_its_releases_manifest_on_request_only()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.InstallByHandAsync();
        await fixture.MakeUsersMapAsync();
        var before = fixture.Cluster.Sandbox.Requests.Count;
        Assert.Equal(ErrorCode.NothingRecorded, (await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.UninstallAsync()))).Code);
        Assert.Equal(0, fixture.PersistedSince(before));

        var changes = await fixture.RunAsync(session => session.UninstallAsync(), fixture.Settings with { Adopt = true });
        Assert.Equal(0, changes.Counts.Total - changes.Counts.Deleted);
        Assert.Contains("Istio 1.2.2-sample, mode permissive, installed by another tool", fixture.Shown.First(line => line.EndsWith("objects to delete", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.NotNull(await fixture.Cluster.GetAsync("v1", "ConfigMap", "istio-system", "mine"));
        Assert.Equal(0, await CountAsync(fixture, "apps/v1", "Deployment", ""));
    }

    [Fact]
    public async Task Adopting_finds_nothing_in_a_cluster_without_the_release()
    {
        await using var fixture = await SessionFixture.StartAsync();
        var nothing = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.UninstallAsync(), fixture.Settings with { Adopt = true }));
        Assert.Equal((ErrorCode.NothingRecorded, "Nothing of Istio 1.2.2-sample is in the cluster."), (nothing.Code, nothing.Text));
    }

    [Fact]
    public async Task Adopting_what_is_recorded_is_refused()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.UninstallAsync(), fixture.Settings with { Adopt = true }));
        Assert.Equal(ErrorCode.OptionWithoutEffect, refused.Code);
    }

    [Fact]
    public async Task A_webhook_that_galley_makes_anew_while_it_ends_neither_outlives_nor_holds_it()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        var deployment = await fixture.Cluster.GetAsync("apps/v1", "Deployment", "istio-system", "istio-galley");
        var webhook = Galley.Replace("UID", (string)deployment!["metadata"]!["uid"]!, StringComparison.Ordinal);
        await fixture.Cluster.ApplyAsAsync("galley", webhook);
        var made = 0;
        var galley = Task.Run(
            async () =>
            {
                // As long as it runs, and once more than that: its last pod may be on its way out.
                while (await fixture.Cluster.GetAsync("v1", "Service", "istio-system", "istio-galley") is not null && made < 3)
                {
                    if (await fixture.Cluster.GetAsync("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", null, "istio-galley") is null)
                    {
                        await fixture.Cluster.ApplyAsAsync("galley", webhook);
                        made++;
                    }
                }
            },
            fixture.Cluster.Cancel);
        await fixture.RunAsync(session => session.UninstallAsync());
        await galley;

        Assert.NotEqual(0, made);
        Assert.Null(await fixture.Cluster.GetAsync("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", null, "istio-galley"));
    }

    [Fact]
    public async Task What_somebody_makes_anew_after_each_deletion_is_named_with_who_does_and_the_record_stays()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(fixture.Cluster.Cancel);
        var syncing = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    // As one that looks now and then.
                    await Task.Delay(TimeSpan.FromMilliseconds(200), fixture.Cluster.Cancel);
                    if (await fixture.Cluster.GetAsync("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", null, "istio-galley") is null)
                        await fixture.Cluster.ApplyAsAsync("sync-controller", """{"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration", "metadata": {"name": "istio-galley", "labels": {"app": "galley"}}, "webhooks": []}""");
                }
            },
            stop.Token);

        var failed = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.UninstallAsync()));

        Assert.Equal(ErrorCode.RemovalFailed, failed.Code);
        Assert.Equal($"1 object is made anew after each deletion:{Environment.NewLine}  ValidatingWebhookConfiguration istio-galley, by sync-controller", failed.Text);
        Assert.Equal(RecordState.Removing, (await fixture.Cluster.RecordAsync())!.State);
        await stop.CancelAsync();
        await syncing;
        await fixture.RunAsync(session => session.UninstallAsync());
        Assert.Null(await fixture.Cluster.GetAsync("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", null, "istio-galley"));
        Assert.Null(await fixture.Cluster.GetAsync("v1", "Namespace", null, "istio-system"));
    }

    [Fact]
    public async Task One_that_stopped_half_way_is_told_by_status_and_installed_over_as_ever()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        await fixture.Cluster.Sandbox.SetFaultsAsync("status=403,method=DELETE,path=*/configmaps/istio", fixture.Cluster.Cancel);
        var failed = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.UninstallAsync()));
        Assert.Equal(ErrorCode.RemovalFailed, failed.Code);
        Assert.StartsWith("1 object could not be removed (", failed.Text, StringComparison.Ordinal);

        var status = await fixture.RunAsync(session => session.StatusAsync());
        Assert.Equal((RecordState.Removing, true, false), (status.Record!.State, status.IsUnfinished, status.IsClean));
        Assert.Contains("Istio 1.2.2-sample, mode permissive in istio-system: revision 1, being removed, which is not finished", fixture.Shown);
        Assert.Equal("The last uninstall did not end. Next: --target=Uninstall goes on with it, --target=InstallMesh installs again what is gone.", fixture.Shown[^1]);

        await fixture.Cluster.Sandbox.SetFaultsAsync("", fixture.Cluster.Cancel);
        await fixture.RunAsync(session => session.InstallMeshAsync());
        status = await fixture.RunAsync(session => session.StatusAsync());
        Assert.Equal((2, true, true), (status.Record!.Revision, status.Record.MadeNamespace, status.IsClean));
    }

    [Fact]
    public async Task An_object_that_a_finalizer_holds_is_named_while_it_waits_and_when_time_is_over()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        await fixture.Cluster.PatchAsAsync("user", "v1", "ConfigMap", "istio-system", "istio", """{"metadata": {"finalizers": ["example.com/hold"]}}""");
        var late = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.UninstallAsync(), fixture.Settings with { Timeout = TimeSpan.FromSeconds(15) }));

        Assert.Equal(ErrorCode.RunDeadlineExceeded, late.Code);
        const string Held = "ConfigMap istio-system/istio to be deleted, which the finalizers example.com/hold hold";
        Assert.Contains(Held, late.Text, StringComparison.Ordinal);
        Assert.Contains($"Waiting for {Held}", fixture.Shown);

        await fixture.Cluster.PatchAsAsync("user", "v1", "ConfigMap", "istio-system", "istio", """{"metadata": {"finalizers": null}}""");
        await fixture.RunAsync(session => session.UninstallAsync());
        Assert.Null(await fixture.Cluster.GetAsync("v1", "Namespace", null, "istio-system"));
    }

    [Fact]
    public async Task What_a_finalizer_holds_and_nobody_changes_ends_it_with_the_command_that_lets_it_go_and_the_rest_is_gone()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        await fixture.Cluster.PatchAsAsync("user", "v1", "ConfigMap", "istio-system", "istio", """{"metadata": {"finalizers": ["example.com/hold"]}}""");
        var held = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.UninstallAsync(), fixture.Settings with { StallTimeout = TimeSpan.FromSeconds(2) }));

        Assert.Equal(ErrorCode.RemovalFailed, held.Code);
        Assert.EndsWith($"{Environment.NewLine}  ConfigMap istio-system/istio: finalizer example.com/hold holds it, and nothing has changed for 2s", held.Text, StringComparison.Ordinal);
        Assert.StartsWith(
            $$$"""If what sets it is gone: {{{fixture.Cluster.Connection.Target.Kubectl}}} patch configmap/istio -n istio-system --type=merge -p '{"metadata":{"finalizers":null}}'""",
            held.Hint, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(fixture, "rbac.authorization.k8s.io/v1", "ClusterRole", "istio"));
        Assert.Equal(RecordState.Removing, (await fixture.Cluster.RecordAsync())!.State);

        await fixture.Cluster.PatchAsAsync("user", "v1", "ConfigMap", "istio-system", "istio", """{"metadata": {"finalizers": null}}""");
        await fixture.RunAsync(session => session.UninstallAsync());
        Assert.Null(await fixture.Cluster.GetAsync("v1", "Namespace", null, "istio-system"));
    }

    private static async Task<int> CountAsync(SessionFixture fixture, string apiVersion, string kind, string beginning = "") =>
        (await fixture.Cluster.Connection.ListAsync(await fixture.Cluster.FindAsync(apiVersion, kind), null, null, fixture.Cluster.Cancel)).Items
            .Count(item => ((string)item["metadata"]!["name"]!).StartsWith(beginning, StringComparison.Ordinal));
}
