using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Storage;

namespace Cake.Istio.Sandbox.Tests.Storage;

public sealed class ObjectStoreTests
{
    private static readonly ResourceKey ConfigMaps = new("", "configmaps");
    private readonly ObjectStore _store = new();

    [Fact]
    public void Each_write_gets_the_next_resource_version_and_old_versions_stay_as_they_were()
    {
        var first = Create("n", "a");
        var second = _store.TryReplace(first, ConfigMap("n", "a", "2"))!;

        Assert.Equal(first.ResourceVersion + 1, second.ResourceVersion);
        Assert.Equal("1", (string?)first.Read()["data"]!["k"]);
        Assert.Equal("2", (string?)second.Read()["data"]!["k"]);
        Assert.Null(_store.TryReplace(first, ConfigMap("n", "a", "3")));
        Assert.Null(_store.TryRemove(first, ConfigMap("n", "a", "3")));
    }

    [Fact]
    public void A_reader_owns_its_copy()
    {
        var stored = Create("n", "a");
        stored.Read()["data"]!["k"] = "changed";

        Assert.Equal("1", (string?)stored.Read()["data"]!["k"]);
    }

    [Fact]
    public void A_second_object_of_the_same_name_already_exists()
    {
        Create("n", "a");
        var refusal = Assert.Throws<StatusException>(() => Create("n", "a"));

        Assert.Equal(HttpStatusCode.Conflict, refusal.Code);
        Assert.Equal("configmaps \"a\" already exists", refusal.Message);
    }

    [Fact]
    public void A_list_is_ordered_and_can_go_on_after_any_object()
    {
        foreach (var (space, name) in new[] { ("b", "x"), ("a", "z"), ("a", "y"), ("ab", "x"), ("c", "x") })
            Create(space, name);
        var table = _store.Table(ConfigMaps);

        Assert.Equal(["a/y", "a/z", "ab/x", "b/x", "c/x"], table.Range(null).Select(Key));
        Assert.Equal(["a/y", "a/z"], table.Range("a").Select(Key));
        Assert.Equal(["ab/x", "b/x", "c/x"], table.Range(null, ("a", "z")).Select(Key));
        Assert.Equal(["a/z"], table.Range("a", ("a", "y")).Select(Key));
        Assert.Empty(table.Range("missing"));
    }

    [Fact]
    public void A_subscription_replays_what_happened_since_a_version_and_goes_on()
    {
        var first = Create("n", "a");
        Create("n", "b");
        var seen = new List<string>();
        using (_store.Subscribe(change => seen.Add($"{change.Type} {change.Name}"), ConfigMaps, first.ResourceVersion))
        {
            _store.TryRemove(first, first.Read());
            _store.Create(new("", "secrets"), "n", "s", ConfigMap("n", "s", "1"));
        }
        Create("n", "c");

        Assert.Equal(["Added b", "Deleted a"], seen);
    }

    [Fact]
    public void History_that_was_dropped_is_answered_by_410()
    {
        var stored = Create("n", "a");
        for (var round = 0; round < 10_000; round++)
            stored = _store.TryReplace(stored, ConfigMap("n", "a", "1"))!;

        var refusal = Assert.Throws<StatusException>(() => _store.Subscribe(_ => { }, ConfigMaps, 1));
        Assert.Equal(HttpStatusCode.Gone, refusal.Code);
        Assert.StartsWith("too old resource version: 1 (", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stored_bytes_begin_with_kind_and_api_version()
    {
        var value = new JsonObject { ["data"] = new JsonObject { ["k"] = "1" }, ["metadata"] = new JsonObject(), ["apiVersion"] = "v1", ["kind"] = "ConfigMap" };
        var stored = _store.Create(ConfigMaps, "n", "a", value);

        Assert.StartsWith("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"data\"", Encoding.UTF8.GetString(stored.Json.Span), StringComparison.Ordinal);
    }

    private StoredObject Create(string space, string name) => _store.Create(ConfigMaps, space, name, ConfigMap(space, name, "1"));

    private static string Key(StoredObject stored) => $"{stored.Namespace}/{stored.Name}";

    private static JsonObject ConfigMap(string space, string name, string value) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = space },
        ["data"] = new JsonObject { ["k"] = value },
    };
}
