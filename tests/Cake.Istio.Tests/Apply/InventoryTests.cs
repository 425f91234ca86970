using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Apply;

public sealed class InventoryTests
{
    private static readonly KubeObject Namespace = Sample.Named("v1", "Namespace", null, "istio-system");

    private static readonly InstallDescription Old = new("1.2.2", new Dictionary<string, string> { ["mode"] = "strict" }, "ann@laptop");

    private static readonly InstallDescription New = Old with { Release = "1.3.0" };

    [Fact]
    public void A_record_comes_back_as_it_was_written()
    {
        var record = new InstallRecord(
            3, RecordState.Installing, Old, "abc", new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), true,
            [new(new("v1", "Namespace", null, "n"), "u1"), new(new("apps/v1", "Deployment", "n", "d"), null)]);
        var read = RecordJson.Read(RecordJson.Write(record).ToJsonString());
        Assert.Equal(record with { Objects = [], Description = Old }, read with { Objects = [], Description = Old });
        Assert.True(Old.IsSameMesh(read.Description));
        Assert.Equal(record.Objects.ToHashSet(), read.Objects.ToHashSet());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("""{"formatVersion": 2}""")]
    [InlineData("""{"formatVersion": 1, "revision": "x"}""")]
    [InlineData("""{"formatVersion": 1, "revision": 1, "state": "Nowhere", "release": "1", "options": {}, "by": "x", "planDigest": "", "updatedAt": "", "madeNamespace": true, "objects": []}""")]
    public void A_damaged_record_says_what_to_do(string text) =>
        Assert.Equal(ErrorCode.RecordUnreadable, Assert.Throws<MeshException>(() => RecordJson.Read(text)).Code);

    [Fact]
    public void Manifests_survive_packing_with_their_sources()
    {
        var objects = Enumerable.Range(1, 50).Select(line => Sample.Object($$"""{"kind": "ConfigMap", "data": {"text": "{{new string('é', line)}}"} }""", line)).ToList();
        var chunks = RevisionArchive.Pack(objects);
        Assert.Equal(
            objects.Select(item => (item.Source, item.Json.ToJsonString())),
            RevisionArchive.Unpack(chunks).Select(item => (item.Source, item.Json.ToJsonString())));
    }

    [Fact]
    public async Task Only_what_was_recorded_and_is_the_same_object_is_pruned()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var record = await InstallAsync(fixture, null, Old, Map("a"), Map("dropped"), Map("replaced"), Map("gone"));
        var maps = await fixture.FindAsync("v1", "ConfigMap");
        await fixture.ApplyAsAsync("user", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "users-own", "namespace": "istio-system"}}""");
        await fixture.Connection.DeleteAsync(maps, "istio-system", "gone", null, fixture.Cancel);
        await fixture.Connection.DeleteAsync(maps, "istio-system", "replaced", null, fixture.Cancel);
        await fixture.ApplyAsAsync("user", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "replaced", "namespace": "istio-system"}}""");

        record = await InstallAsync(fixture, record, New, Map("a"), Map("b"));

        Assert.Equal(["a", "b", "istio-system"], record.Objects.Select(item => item.Subject.Name).Order(StringComparer.Ordinal));
        Assert.Equal((2, RecordState.Installed, "1.3.0", true), (record.Revision, record.State, record.Description.Release, record.MadeNamespace));
        var left = (await fixture.Connection.ListAsync(maps, "istio-system", null, fixture.Cancel)).Items.Select(item => (string)item["metadata"]!["name"]!);
        Assert.Equal(["a", "b", "cake-istio", "replaced", "users-own"], left.Where(name => !name.EndsWith(".crt", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equivalent(record, await new RecordStore(fixture.Connection, "istio-system").ReadAsync(fixture.Cancel));
    }

    [Fact]
    public async Task Definitions_stay_unless_asked_for_and_remain_recorded()
    {
        var definition = Sample.Named("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, "things.example.com");
        var pruning = new Pruning { Record = Record(definition.Ref) };
        Assert.False(pruning.MayDelete(pruning.Record.Objects[0]));
        Assert.True((pruning with { IncludesDefinitions = true }).MayDelete(pruning.Record.Objects[0]));
        Assert.False((pruning with { IncludesDefinitions = true, IsOn = false }).MayDelete(pruning.Record.Objects[0]));
        Assert.False((pruning with { IncludesDefinitions = true }).MayDelete(new(Namespace.Ref, "u")));
    }

    [Theory]
    [InlineData(5, 50, false)]
    [InlineData(6, 50, true)]
    [InlineData(10, 100, false)]
    [InlineData(1, 0, true)]
    [InlineData(0, 0, false)]
    public void Too_many_deletions_are_refused(int deletions, int limit, bool isRefused)
    {
        var record = Record([.. Enumerable.Range(0, 10).Select(number => Map($"m{number}").Ref)]);
        Assert.Equal(isRefused, new Pruning { Record = record, Limit = limit }.Refusal(deletions) is not null);
    }

    [Fact]
    public async Task Pruning_more_than_half_needs_permission()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var record = await InstallAsync(fixture, null, Old, Map("a"), Map("b"), Map("c"), Map("d"));
        var plan = await fixture.PlanAsync([Namespace, Map("a")], Options(record));
        var refused = Assert.Throws<MeshException>(plan.EnsureAccepted);
        Assert.Equal(ErrorCode.PruneLimitExceeded, refused.Code);
        Assert.Contains("3 of the 5 objects", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_install_that_was_killed_is_cleaned_up_by_the_next_one()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        KubeObject[] first = [Namespace, Map("a"), Map("b"), Map("never-written")];
        var plan = await fixture.PlanAsync(first);
        await fixture.CreateNamespaceAsync("istio-system");
        var begun = await Journal(fixture).BeginAsync(null, plan, Old, madeNamespace: true, fixture.Cancel);
        await fixture.ApplyAsync(plan with { Changes = [.. plan.Changes.SkipLast(1)] });
        Assert.Equal((1, RecordState.Installing), (begun.Revision, begun.State));

        var record = await InstallAsync(fixture, await new RecordStore(fixture.Connection, "istio-system").ReadAsync(fixture.Cancel), New, Map("a"));

        Assert.Equal((1, RecordState.Installed), (record.Revision, record.State));
        Assert.Equal(["a", "istio-system"], record.Objects.Select(item => item.Subject.Name).Order(StringComparer.Ordinal));
        Assert.Null(await fixture.GetAsync("v1", "ConfigMap", "istio-system", "b"));
        Assert.All(record.Objects, item => Assert.NotNull(item.Uid));
    }

    [Fact]
    public async Task A_record_that_is_right_asks_for_no_write()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var record = await InstallAsync(fixture, null, Old, Map("a"));
        var plan = await fixture.PlanAsync([Namespace, Map("a")], Options(record));
        Assert.False(InstallJournal.IsNeeded(record, true, plan, Old with { Holder = "bob@ci" }));
        Assert.True(InstallJournal.IsNeeded(record, true, plan, New));
        Assert.True(InstallJournal.IsNeeded(null, true, plan, Old));
        Assert.True(InstallJournal.IsNeeded(record with { State = RecordState.Installing }, true, plan, Old));
        Assert.True(InstallJournal.IsNeeded(record with { Objects = [] }, true, plan, Old));
        Assert.True(InstallJournal.IsNeeded(record, false, plan, Old));
        Assert.True(InstallJournal.IsNeeded(record, true, await fixture.PlanAsync([Namespace, Map("b")], Options(record)), Old));
    }

    [Fact]
    public async Task Ten_revisions_are_kept_with_their_manifests()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        InstallRecord? record = null;
        for (var number = 1; number <= 12; number++)
            record = await InstallAsync(fixture, record, Old with { Release = $"1.{number}.0" }, Map("a", $"{number}"));
        var store = new RevisionStore(fixture.Connection, "istio-system");
        Assert.Equal(Enumerable.Range(3, 10), (await store.ReadListAsync(fixture.Cancel)).Select(revision => revision.Number));
        var old = await store.ReadAsync(4, fixture.Cancel);
        Assert.Equal(("1.4.0", "4"), (old.Description.Release, (string?)old.Manifests[1].Json["data"]!["number"]));
        var missing = await Assert.ThrowsAsync<MeshException>(() => store.ReadAsync(2, fixture.Cancel));
        Assert.Contains("3, 4, 5", missing.Text, StringComparison.Ordinal);
        await store.DeleteAsync(fixture.Cancel);
        Assert.Empty(await store.ReadListAsync(fixture.Cancel));
    }

    private static KubeObject Map(string name, string number = "1") =>
        Sample.Object($$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "{{name}}", "namespace": "istio-system"}, "data": {"number": "{{number}}"} }""");

    private static InstallRecord Record(params ObjectRef[] objects) =>
        new(1, RecordState.Installed, Old, "", default, true, [.. objects.Select(item => new RecordedObject(item, "u"))]);

    private static PlannerOptions Options(InstallRecord? record) => new() { Namespace = "istio-system", Pruning = new() { Record = record } };

    private static InstallJournal Journal(SandboxFixture fixture) =>
        new(new(fixture.Connection, "istio-system"), new(fixture.Connection, "istio-system"), TimeProvider.System);

    private static async Task<InstallRecord> InstallAsync(SandboxFixture fixture, InstallRecord? record, InstallDescription description, params KubeObject[] objects)
    {
        KubeObject[] all = [Namespace, .. objects];
        var plan = await fixture.PlanAsync(all, Options(record));
        plan.EnsureAccepted();
        if (record is null)
            await fixture.ApplyAsync(plan.Definitions);
        var begun = await Journal(fixture).BeginAsync(record, plan, description, madeNamespace: record is null, fixture.Cancel);
        var changes = await fixture.ApplyAsync(plan);
        changes.EnsureSucceeded();
        return await Journal(fixture).CompleteAsync(begun, plan, changes, isReady: true, all, fixture.Cancel);
    }
}
