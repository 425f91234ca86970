using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Apply.Locking;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Reporting;

namespace Cake.Istio.Tests.Apply;

public sealed class MeshInstallTests
{
    private static readonly KubeObject Namespace = Sample.Named("v1", "Namespace", null, "istio-system");

    private static readonly MeshInstallOptions Options = new()
    {
        Description = new("1.2.2", new Dictionary<string, string>(), "ann@laptop"),
        Planner = new() { Namespace = "istio-system" },
        Lock = new() { Namespace = "istio-system", Holder = "ann@laptop", Timeout = TimeSpan.Zero },
    };

    [Fact]
    public async Task An_install_is_recorded_and_the_next_one_takes_no_lock_and_writes_nothing()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var first = await RunAsync(fixture, Options, Namespace, Map("a"));
        Assert.Equal([ChangeAction.Created, ChangeAction.Created], first.Changes.Select(change => change.Action));
        var record = await RecordAsync(fixture);
        Assert.Equal((1, RecordState.Installed, true, 2), (record!.Revision, record.State, record.MadeNamespace, record.Objects.Count));
        Assert.Equal("", (string?)(await fixture.GetAsync("coordination.k8s.io/v1", "Lease", "istio-system", LockLease.Name))!["spec"]!["holderIdentity"]);

        var before = fixture.Sandbox.Requests.Count;
        await RunAsync(fixture, Options, Namespace, Map("a"));
        Assert.DoesNotContain(fixture.Sandbox.Requests.Skip(before), request => request.Persisted);
        Assert.DoesNotContain(fixture.Sandbox.Requests.Skip(before), request => request.Path.Contains("/leases", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_namespace_that_another_install_made_meanwhile_is_neither_configured_nor_claimed()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await using var install = new MeshInstall(fixture.Connection, fixture.Deadline, Options, null, fixture.Log);
        await install.PlanAsync([Namespace, Map("a")], fixture.Cancel);
        await RunAsync(fixture, Options, Namespace);
        // The other's record is not what this is about.
        await new RecordStore(fixture.Connection, "istio-system").WriteAsync((await RecordAsync(fixture))! with { MadeNamespace = false }, fixture.Cancel);

        var plan = await install.BeginAsync(fixture.Cancel);
        var changes = await install.FinishAsync(plan, wait: false, fixture.Cancel);

        Assert.Equal([ChangeAction.Unchanged, ChangeAction.Created], changes.Changes.Select(change => change.Action));
        Assert.False((await RecordAsync(fixture))!.MadeNamespace);
    }

    [Theory]
    [InlineData("cake-istio", true)]
    [InlineData("user", false)]
    public async Task A_namespace_that_a_run_made_that_was_killed_before_it_recorded_anything_is_known_by_its_only_manager(string madeBy, bool isOurs)
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.ApplyAsAsync(madeBy, """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system", "labels": {"a": "b"} } }""");

        await RunAsync(fixture, Options, Namespace, Map("a"));

        Assert.Equal(isOurs, (await RecordAsync(fixture))!.MadeNamespace);
    }

    [Fact]
    public async Task The_plan_that_was_shown_is_the_one_that_is_recorded()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await using var install = new MeshInstall(fixture.Connection, fixture.Deadline, Options, null, fixture.Log);
        var shown = await install.PlanAsync([Namespace, Map("a")], fixture.Cancel);

        await install.FinishAsync(await install.BeginAsync(fixture.Cancel), wait: false, fixture.Cancel);

        Assert.Equal(shown.Digest, (await RecordAsync(fixture))!.PlanDigest);
    }

    [Theory]
    [InlineData("""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "left", "namespace": "istio-system"}, "data": {"number": "1"} }""", "cake-istio", true)]
    [InlineData("""{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "left", "namespace": "istio-system"} }""", "cake-istio", true)]
    [InlineData("""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "left", "namespace": "istio-system"}, "data": {"number": "1"} }""", "user", false)]
    public async Task What_a_run_made_that_was_killed_goes_with_the_next_one_that_does_not_have_it(string left, string madeBy, bool goes)
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await RunAsync(fixture, Options, Namespace, Map("a"));
        await using (var killed = new MeshInstall(fixture.Connection, fixture.Deadline, Options, null, fixture.Log))
        {
            await killed.PlanAsync([Namespace, Map("a"), Sample.Object(left)], fixture.Cancel);
            await killed.BeginAsync(fixture.Cancel);
            await fixture.ApplyAsAsync(madeBy, left);
        }

        var changes = await RunAsync(fixture, Options, Namespace, Map("a"));

        Assert.Equal(goes ? 1 : 0, changes.Counts.Deleted);
        Assert.Equal(goes, await fixture.GetAsync("v1", (string)Sample.Json(left)["kind"]!, "istio-system", "left") is null);
    }

    [Fact]
    public async Task A_part_alone_is_recorded_as_unfinished()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await using (var install = new MeshInstall(fixture.Connection, fixture.Deadline, Options, null, fixture.Log))
        {
            await install.PlanAsync([Namespace, Map("a")], fixture.Cancel);
            var plan = await install.BeginAsync(fixture.Cancel);
            await install.FinishAsync(plan.Definitions, wait: false, fixture.Cancel);
        }

        Assert.Equal(RecordState.Installing, (await RecordAsync(fixture))!.State);
        await RunAsync(fixture, Options, Namespace, Map("a"));
        var record = await RecordAsync(fixture);
        Assert.Equal((1, RecordState.Installed, true), (record!.Revision, record.State, record.MadeNamespace));
    }

    [Fact]
    public async Task What_does_not_become_ready_is_recorded_and_not_written_again_once_it_is()
    {
        await using var fixture = await SandboxFixture.StartAsync(new() { Faults = "pod=app-*,reason=NotReady,for=4s" });
        var impatient = Options with { Readiness = new() { StallTimeout = TimeSpan.FromSeconds(1) } };
        var failure = await Assert.ThrowsAsync<MeshException>(() => WaitAsync(fixture, impatient));
        Assert.Equal(ErrorCode.ReadinessStalled, failure.Code);
        var record = (await RecordAsync(fixture))!;
        Assert.Equal((1, RecordState.Unready), (record.Revision, record.State));
        Assert.All(record.Objects, item => Assert.NotNull(item.Uid));

        Assert.All((await WaitAsync(fixture, Options)).Changes, change => Assert.Equal(ChangeAction.Unchanged, change.Action));
        record = (await RecordAsync(fixture))!;
        Assert.Equal((1, RecordState.Installed), (record.Revision, record.State));
        Assert.Single(await new RevisionStore(fixture.Connection, "istio-system").ReadListAsync(fixture.Cancel));
    }

    [Theory]
    [InlineData(true, "bob@desktop took it")]
    [InlineData(false, "somebody deleted it")]
    public async Task A_wait_ends_as_soon_as_the_lock_is_lost(bool isTaken, string loss)
    {
        await using var fixture = await SandboxFixture.StartAsync(new() { Faults = "pod=app-*,reason=NotReady" });
        var waiting = WaitAsync(fixture, Options with { Lock = Options.Lock with { Duration = TimeSpan.FromSeconds(3) } });
        while (!fixture.Log.Lines.Any(line => line.Text.StartsWith("Waiting until ", StringComparison.Ordinal)))
            await Task.Delay(10, fixture.Cancel);

        var leases = await fixture.FindAsync("coordination.k8s.io/v1", "Lease");
        var theirs = Options.Lock with { Holder = "bob@desktop", BreakReason = "ann is away", Process = ProcessIdentity.NewRun() };
        var taken = isTaken ? await new InstallLock(fixture.Connection, theirs, fixture.Deadline, _ => { }).AcquireAsync(fixture.Cancel) : null;
        if (taken is null)
            await fixture.Connection.DeleteAsync(leases, "istio-system", LockLease.Name, null, fixture.Cancel);

        var lost = await Assert.ThrowsAsync<MeshException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(30), fixture.Cancel));
        Assert.Equal((ErrorCode.LockLost, $"The install lock in istio-system was lost: {loss}."), (lost.Code, lost.Text));
        if (taken is not null)
            await taken.DisposeAsync();
    }

    [Fact]
    public async Task What_was_written_before_a_refusal_is_recorded_with_its_identity()
    {
        await using var fixture = await SandboxFixture.StartAsync(new() { Faults = "status=403,method=PATCH,path=*/configmaps/b" });
        var failure = await Assert.ThrowsAsync<MeshException>(() => RunAsync(fixture, Options, Namespace, Map("a"), Map("b")));
        Assert.Equal(ErrorCode.ApplyFailed, failure.Code);
        var record = (await RecordAsync(fixture))!;
        Assert.Equal(RecordState.Installing, record.State);
        Assert.Equal(["b"], record.Objects.Where(item => item.Uid is null).Select(item => item.Subject.Name));
    }

    [Fact]
    public async Task While_one_install_writes_another_is_refused()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await using var install = new MeshInstall(fixture.Connection, fixture.Deadline, Options, null, fixture.Log);
        await install.PlanAsync([Namespace, Map("a")], fixture.Cancel);
        await install.BeginAsync(fixture.Cancel);
        var other = Options with { Lock = Options.Lock with { Process = "elsewhere 1 1", Holder = "bob@ci" } };
        var refused = await Assert.ThrowsAsync<MeshException>(() => RunAsync(fixture, other, Namespace, Map("b")));
        Assert.Equal(ErrorCode.LockHeld, refused.Code);
        Assert.Null(await fixture.GetAsync("v1", "ConfigMap", "istio-system", "b"));
    }

    [Fact]
    public async Task What_another_install_made_while_this_one_waited_is_found_also_where_its_kind_was_not_known_yet()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var definition = Sample.Object("""
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.example.com"},
             "spec": {"group": "example.com", "scope": "Namespaced", "names": {"plural": "things", "kind": "Thing"}, "versions": [{"name": "v1", "served": true, "storage": true,
              "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}}}]}}
            """);
        var thing = Sample.Named("example.com/v1", "Thing", "istio-system", "a");
        await using var late = new MeshInstall(fixture.Connection, fixture.Deadline, Options, null, fixture.Log);
        await late.PlanAsync([Namespace, definition, thing], fixture.Cancel);
        using (var other = await fixture.ConnectAsync())
            await InstallRun.InstallAsync(fixture, other, Options, [Namespace, definition, thing]);

        var plan = await late.BeginAsync(fixture.Cancel);

        Assert.All(plan.Changes, change => Assert.Equal(ChangeAction.Unchanged, change.Action));
    }

    [Fact]
    public async Task What_is_written_in_parallel_is_told_in_the_order_of_the_plan()
    {
        await using var fixture = await SandboxFixture.StartAsync(new() { Faults = "latency=0ms..50ms" });
        KubeObject[] maps = [.. Enumerable.Range(10, 15).Select(number => Map($"map-{number}"))];
        await using (var install = new MeshInstall(fixture.Connection, fixture.Deadline, Options, new InstallLog(fixture.Log), fixture.Log))
            await install.RunAsync([Namespace, .. maps], fixture.Cancel);

        Assert.Equal(
            maps.Select(map => $"ConfigMap istio-system/{map.Ref.Name} created"),
            fixture.Log.Lines.Select(line => line.Text).Where(line => line.StartsWith("ConfigMap istio-system/map-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_the_approved_plan_is_carried_out()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await using var planning = new MeshInstall(fixture.Connection, fixture.Deadline, Options, null, fixture.Log);
        var digest = (await planning.PlanAsync([Namespace, Map("a")], fixture.Cancel)).Digest;
        var refused = await Assert.ThrowsAsync<MeshException>(() => RunAsync(fixture, Options with { ApprovedPlan = digest }, Namespace, Map("b")));
        Assert.Equal(ErrorCode.PlanChanged, refused.Code);
        Assert.Null(await fixture.GetAsync("v1", "Namespace", null, "istio-system"));
        await RunAsync(fixture, Options with { ApprovedPlan = digest[..12] }, Namespace, Map("a"));
    }

    [Fact]
    public async Task Status_names_what_was_changed_or_deleted_by_hand()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await RunAsync(fixture, Options, Namespace, Map("a"), Map("b"), Map("c"));
        var check = new DriftCheck(fixture.Connection, Options.Planner, TimeProvider.System);
        Assert.True((await check.RunAsync(fixture.Cancel)).IsClean);

        await fixture.PatchAsAsync("kubectl-edit", "v1", "ConfigMap", "istio-system", "a", """{"data": {"number": "2"}}""");
        await fixture.Connection.DeleteAsync(await fixture.FindAsync("v1", "ConfigMap"), "istio-system", "b", null, fixture.Cancel);
        var drift = (await check.RunAsync(fixture.Cancel)).Drift;
        Assert.Equal(["a failed", "b created"], drift.Select(change => $"{change.Subject.Name} {change.Action.Word()}"));
        Assert.Contains("kubectl-edit owns .data.number", drift[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_that_is_kept_can_be_installed_again()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await RunAsync(fixture, Options, Namespace, Map("a"), Map("old"));
        await RunAsync(fixture, Options with { Description = Options.Description with { Release = "1.3.0" } }, Namespace, Map("a"), Map("new"));
        var revision = await new RevisionStore(fixture.Connection, "istio-system").ReadAsync(1, fixture.Cancel);
        await RunAsync(fixture, Options with { Description = revision.Description }, [.. revision.Manifests]);
        Assert.NotNull(await fixture.GetAsync("v1", "ConfigMap", "istio-system", "old"));
        Assert.Null(await fixture.GetAsync("v1", "ConfigMap", "istio-system", "new"));
        Assert.Equal((3, "1.2.2"), ((await RecordAsync(fixture))!.Revision, (await RecordAsync(fixture))!.Description.Release));
    }

    private static async Task<ChangeSet> WaitAsync(SandboxFixture fixture, MeshInstallOptions options)
    {
        var app = Sample.Object("""
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "app", "namespace": "istio-system"}, "spec": {"selector": {"matchLabels": {"a": "b"}},
             "template": {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c", "image": "i"}]}}}}
            """);
        await using var install = new MeshInstall(fixture.Connection, fixture.Deadline, options, null, fixture.Log);
        await install.PlanAsync([Namespace, app], fixture.Cancel);
        return await install.FinishAsync(await install.BeginAsync(fixture.Cancel), wait: true, fixture.Cancel);
    }

    private static KubeObject Map(string name) =>
        Sample.Object($$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "{{name}}", "namespace": "istio-system"}, "data": {"number": "1"} }""");

    private static Task<InstallRecord?> RecordAsync(SandboxFixture fixture) => new RecordStore(fixture.Connection, "istio-system").ReadAsync(fixture.Cancel);

    private static async Task<ChangeSet> RunAsync(SandboxFixture fixture, MeshInstallOptions options, params KubeObject[] objects)
    {
        await using var install = new MeshInstall(fixture.Connection, fixture.Deadline, options, null, fixture.Log);
        return await install.RunAsync(objects, fixture.Cancel);
    }
}
