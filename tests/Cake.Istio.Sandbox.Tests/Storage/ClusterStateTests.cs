using System.Net;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Cake.Istio.Sandbox.Tests.Storage;

public sealed class ClusterStateTests
{
    private static readonly ResourceKey Pods = new("", "pods");
    private readonly ClusterState _state = new(new ObjectStore(), new FakeTimeProvider());

    [Fact]
    public void Creating_fills_in_identity()
    {
        var pod = _state.Create(Pods, Pod(new() { ["generateName"] = "web-", ["namespace"] = "n" }), "m");

        Assert.Matches("^web-[0-9a-z]{5}$", (string?)pod["metadata"]!["name"]);
        Assert.True(Guid.TryParse((string?)pod["metadata"]!["uid"], out _));
        Assert.NotNull(pod["metadata"]!["creationTimestamp"]);
        Assert.NotNull(pod["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public void An_update_of_an_old_version_is_a_conflict_and_the_same_content_is_not_written()
    {
        var old = Create("p");
        var current = old.DeepClone().AsObject();
        current["spec"] = new JsonObject { ["nodeName"] = "node-0" };
        var written = _state.Update(Pods, current, "m");

        Assert.Equal(HttpStatusCode.Conflict, Assert.Throws<StatusException>(() => _state.Update(Pods, old, "m")).Code);
        Assert.Equal(Version(written), Version(_state.Update(Pods, written, "m")));
    }

    [Fact]
    public void A_status_update_leaves_the_rest_alone()
    {
        var pod = Create("p");
        pod["spec"] = new JsonObject { ["nodeName"] = "ignored" };
        pod["status"] = new JsonObject { ["phase"] = "Running" };
        var written = _state.Update(Pods, pod, "m", "status");

        Assert.Equal("Running", (string?)written["status"]!["phase"]);
        Assert.Null(written["spec"]);
    }

    [Fact]
    public void A_finalizer_holds_a_deleted_object_until_it_is_removed()
    {
        var pod = Pod(new() { ["name"] = "p", ["namespace"] = "n", ["finalizers"] = new JsonArray("example.com/hold") });
        _state.Create(Pods, pod, "m");
        _state.Delete(Pods, "n", "p");
        var held = _state.Get(Pods, "n", "p")!;
        Assert.NotNull(held["metadata"]!["deletionTimestamp"]);

        held["metadata"]!.AsObject().Remove("finalizers");
        _state.Update(Pods, held, "m");
        Assert.Null(_state.Get(Pods, "n", "p"));
    }

    private JsonObject Create(string name) => _state.Create(Pods, Pod(new() { ["name"] = name, ["namespace"] = "n" }), "m");

    private static string? Version(JsonObject value) => (string?)value["metadata"]!["resourceVersion"];

    private static JsonObject Pod(JsonObject metadata) => new() { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = metadata };
}
