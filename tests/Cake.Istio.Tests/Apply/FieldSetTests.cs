using Cake.Istio.Apply;

namespace Cake.Istio.Tests.Apply;

public sealed class FieldSetTests
{
    private static readonly FieldSet Set = FieldSet.Parse(Sample.Json("""
        {
          "f:metadata": {"f:labels": {".": {}, "f:app.kubernetes.io/name": {}}},
          "f:spec": {
            "f:selector": {},
            "f:ports": {"k:{\"port\":80,\"protocol\":\"TCP\"}": {".": {}, "f:nodePort": {}, "f:port": {}}},
            "f:finalizers": {"v:\"kubernetes\"": {}}
          }
        }
        """));

    [Fact]
    public void Leaves_are_written_as_the_server_writes_them_in_conflicts() => Assert.Equal(
        [
            ".metadata.labels.app.kubernetes.io/name",
            ".spec.finalizers[=\"kubernetes\"]",
            ".spec.ports[port=80,protocol=\"TCP\"].nodePort",
            ".spec.ports[port=80,protocol=\"TCP\"].port",
            ".spec.selector",
        ],
        Set.Leaves().Select(path => path.ToString()));

    [Theory]
    [InlineData("spec.selector", true)]
    [InlineData("spec.selector.app", true)]
    [InlineData("spec", true)]
    [InlineData("spec.type", false)]
    [InlineData("data", false)]
    public void A_field_is_owned_by_itself_or_as_part_of_a_whole(string path, bool expected) =>
        Assert.Equal(expected, Set.Owns(FieldPath.Of(path.Split('.'))));

    [Fact]
    public void An_empty_set_owns_nothing() => Assert.False(new FieldSet().Owns(FieldPath.Of("spec")));

    [Fact]
    public void A_list_item_is_found_by_its_keys_and_a_port_speaks_TCP_unless_it_says_otherwise()
    {
        var ports = Set.Field("spec")!.Field("ports")!;
        Assert.NotNull(ports.Item(Sample.Json("""{"name": "http2", "port": 80}""")));
        Assert.Null(ports.Item(Sample.Json("""{"port": 80, "protocol": "UDP"}""")));
        Assert.True(ports.HasItems);
        Assert.False(Set.HasItems);
    }

    [Fact]
    public void A_path_finds_and_removes_what_it_names()
    {
        var item = Sample.Json("""{"spec": {"ports": [{"port": 443, "nodePort": 2}, {"port": 80, "nodePort": 1}]}}""");
        var path = Set.Leaves().Single(leaf => leaf.LastField == "nodePort");
        Assert.Equal(1, (int?)path.Find(item));
        path.RemoveFrom(item);
        Assert.Equal("""{"spec":{"ports":[{"port":443,"nodePort":2},{"port":80}]}}""", item.ToJsonString());
    }

    [Fact]
    public void A_union_holds_the_fields_of_both()
    {
        var other = FieldSet.Parse(Sample.Json("""{"f:spec": {"f:type": {}, "f:selector": {}}}"""));
        Assert.Equal(6, Set.Union(other).Leaves().Count());
    }
}
