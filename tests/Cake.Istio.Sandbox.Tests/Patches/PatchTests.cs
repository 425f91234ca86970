using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Patches;

namespace Cake.Istio.Sandbox.Tests.Patches;

public sealed class PatchTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":null,"b":{"c":1,"d":null}}""", """{"b":{"c":1}}""")]
    [InlineData("""{"a":{"x":1}}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":{"x":{"y":null}}}""", """{"a":{"x":{}}}""")]
    public void Merge_patches_follow_rfc_7386(string target, string patch, string expected)
    {
        var value = Objects.Parse(target);
        MergePatch.Apply(value, Objects.Parse(patch));
        Objects.AssertJson(expected, value);
    }

    [Theory]
    [InlineData("""[{"op":"add","path":"/l/-","value":3}]""", """{"l":[1,2,3],"m":{"a/b":1}}""")]
    [InlineData("""[{"op":"add","path":"/l/0","value":0}]""", """{"l":[0,1,2],"m":{"a/b":1}}""")]
    [InlineData("""[{"op":"remove","path":"/m/a~1b"}]""", """{"l":[1,2],"m":{}}""")]
    [InlineData("""[{"op":"remove","path":"/l/-1"}]""", """{"l":[1],"m":{"a/b":1}}""")]
    [InlineData("""[{"op":"replace","path":"/l","value":null}]""", """{"l":null,"m":{"a/b":1}}""")]
    [InlineData("""[{"op":"move","from":"/m/a~1b","path":"/x"},{"op":"copy","from":"/x","path":"/l/1"}]""", """{"l":[1,1,2],"m":{},"x":1}""")]
    [InlineData("""[{"op":"test","path":"/l/0","value":1},{"op":"add","path":"/ok","value":true}]""", """{"l":[1,2],"m":{"a/b":1},"ok":true}""")]
    public void Json_patches_follow_rfc_6902(string patch, string expected) =>
        Objects.AssertJson(expected, JsonPatch.Apply(Objects.Parse("""{"l":[1,2],"m":{"a/b":1}}"""), JsonNode.Parse(patch)));

    [Theory]
    [InlineData("""[{"op":"test","path":"/l/0","value":2}]""")]
    [InlineData("""[{"op":"remove","path":"/none"}]""")]
    [InlineData("""[{"op":"replace","path":"/none","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/none/x","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/l/7","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/l/x","value":1}]""")]
    [InlineData("""[{"op":"jump","path":"/l"}]""")]
    [InlineData("""[{"op":"add","path":"l","value":1}]""")]
    public void A_json_patch_that_cannot_be_carried_out_is_422(string patch)
    {
        var refused = Assert.Throws<StatusException>(() => JsonPatch.Apply(Objects.Parse("""{"l":[1]}"""), JsonNode.Parse(patch)));
        Objects.AssertJson(
            """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"the server rejected our request due to an error in our request",
             "reason":"Invalid","details":{},"code":422}
            """,
            refused.ToStatus());
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{}")]
    public void What_is_no_json_patch_is_400(string patch) =>
        Assert.Equal(400, (int)Assert.Throws<StatusException>(() => JsonPatch.Apply(new JsonObject(), JsonNode.Parse(patch))).Code);

    [Fact]
    public void Ten_thousand_operations_are_the_limit() =>
        Assert.Equal(413, (int)Assert.Throws<StatusException>(() => JsonPatch.Apply(new JsonObject(),
            new JsonArray([.. Enumerable.Range(0, JsonPatch.MostOperations + 1).Select(_ => new JsonObject())]))).Code);

    [Fact]
    public void A_patched_object_is_completed_and_its_unknown_fields_are_told()
    {
        var kind = Objects.Kind("v1", "Service");
        var stored = Objects.Complete(kind, """{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}}""");
        var patched = ObjectPatch.Apply(kind, stored, ObjectPatch.Merge, Objects.Parse("""{"spec":{"type":"LoadBalancer","odd":1}}"""), out var unknown);
        Assert.True((bool)patched["spec"]!["allocateLoadBalancerNodePorts"]!);
        Assert.Equal(["unknown field \"spec.odd\""], unknown);
    }

    [Fact]
    public void A_patch_that_breaks_a_type_is_422_with_the_patched_object()
    {
        var kind = Objects.Kind("v1", "ConfigMap");
        var stored = Objects.Complete(kind, """{"metadata":{"name":"c"}}""");
        var refused = Assert.Throws<StatusException>(() => ObjectPatch.Apply(kind, stored, ObjectPatch.Merge, Objects.Parse("""{"data":{"a":1}}"""), out _));
        Assert.Equal(422, (int)refused.Code);
        Assert.Equal("patch", Assert.Single(refused.Causes).Field);
        Assert.EndsWith("json: cannot unmarshal number into Go struct field ConfigMap.data of type string", refused.Message, StringComparison.Ordinal);
    }
}
