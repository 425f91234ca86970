using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Patches;
using Cake.Istio.Sandbox.Server;

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
        Objects.AssertJson(expected, JsonPatch.Apply(Objects.Parse("""{"l":[1,2],"m":{"a/b":1}}"""), JsonNode.Parse(patch)!.AsArray()));

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
        var refused = Assert.Throws<StatusException>(() => JsonPatch.Apply(Objects.Parse("""{"l":[1]}"""), JsonNode.Parse(patch)!.AsArray()));
        Objects.AssertJson(
            """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"the server rejected our request due to an error in our request",
             "reason":"Invalid","details":{},"code":422}
            """,
            refused.ToStatus());
    }

    [Theory]
    [InlineData(MediaType.JsonPatch, "{}", "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp")]
    [InlineData(MediaType.JsonPatch, "[1]", "error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp")]
    [InlineData(MediaType.JsonPatch, """[{"op":true}]""", "error decoding patch: json: cannot unmarshal bool into Go struct field jsonPatchOp.op of type string")]
    [InlineData(MediaType.JsonPatch, "[", "error decoding patch: unexpected end of JSON input")]
    [InlineData(MediaType.MergePatch, "[1]", "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData(MediaType.MergePatch, "\"x\"", "error decoding patch: json: cannot unmarshal string into Go value of type map[string]interface {}")]
    [InlineData(MediaType.MergePatch, "{a}", "error decoding patch: invalid character 'a' looking for beginning of object key string")]
    [InlineData(MediaType.MergePatch, "null", "Invalid JSON Patch")]
    [InlineData(MediaType.StrategicMergePatch, "[1]", "json: cannot unmarshal array into Go value of type map[string]interface {}")]
    public void What_is_no_patch_is_400(string mediaType, string patch, string message)
    {
        var refused = Assert.Throws<StatusException>(() => Patched("ConfigMap", """{"metadata":{"name":"c"}}""", mediaType, patch));
        Assert.Equal((400, message), ((int)refused.Code, refused.Message));
    }

    [Fact]
    public void Ten_thousand_operations_are_the_limit() =>
        Assert.Equal(413, (int)Assert.Throws<StatusException>(() => JsonPatch.Apply(new JsonObject(),
            new JsonArray([.. Enumerable.Range(0, JsonPatch.MostOperations + 1).Select(_ => new JsonObject())]))).Code);

    [Fact]
    public void A_patched_object_is_completed_and_its_unknown_fields_are_told()
    {
        var patched = Patched("Service", """{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}}""", MediaType.MergePatch, """{"spec":{"type":"LoadBalancer","odd":1}}""");
        Assert.True((bool)patched.Value["spec"]!["allocateLoadBalancerNodePorts"]!);
        Assert.Equal(["unknown field \"spec.odd\""], patched.StrictErrors);
    }

    [Fact]
    public void An_unknown_or_duplicate_field_of_an_operation_is_told()
    {
        var patched = Patched("ConfigMap", """{"metadata":{"name":"c"}}""", MediaType.JsonPatch, """[{"op":"add","path":"/x","path":"/more","value":1,"foo":1}]""");
        Assert.Equal(["json patch duplicate field \"[0].path\"", "json patch unknown field \"[0].foo\"", "unknown field \"more\""], patched.StrictErrors);
    }

    [Fact]
    public void A_strategic_patch_is_shown_as_go_prints_it_and_its_unknown_fields_in_their_order()
    {
        var patched = Patched("ConfigMap", """{"metadata":{"name":"c"}}""", MediaType.StrategicMergePatch, """{"foo":1,"bar":[true,null,"x y"],"data":{"$patch":"replace","a":"b"}}""");
        Assert.Equal("map[bar:[true <nil> x y] data:map[a:b] foo:1]", patched.Shown);
        Assert.Equal(["unknown field \"bar\"", "unknown field \"foo\""], patched.StrictErrors);
    }

    [Theory]
    [InlineData(MediaType.MergePatch, "ConfigMap", """{"data":{"a":1}}""", "json: cannot unmarshal number into Go struct field ConfigMap.data of type string")]
    [InlineData(MediaType.StrategicMergePatch, "ConfigMap", """{"data":"x"}""", "Invalid value: \"map[data:x]\": cannot restore map from string")]
    [InlineData(MediaType.StrategicMergePatch, "ConfigMap", """{"data":{"a":1}}""", "Invalid value: \"map[data:map[a:1]]\": cannot convert int64 to string")]
    [InlineData(MediaType.StrategicMergePatch, "ConfigMap", """{"data":{"a":true}}""", "Invalid value: \"map[data:map[a:true]]\": unrecognized type: string")]
    [InlineData(MediaType.StrategicMergePatch, "ConfigMap", """{"metadata":[]}""", "Invalid value: \"map[metadata:[]]\": cannot restore struct from: slice")]
    [InlineData(MediaType.StrategicMergePatch, "ConfigMap", """{"binaryData":{"a":"!"}}""", "Invalid value: \"map[binaryData:map[a:!]]\": error decoding from json: illegal base64 data at input byte 0")]
    [InlineData(MediaType.StrategicMergePatch, "Service", """{"spec":{"ports":{"port":1}}}""", "Invalid value: \"map[spec:map[ports:map[port:1]]]\": cannot restore slice from map")]
    [InlineData(MediaType.StrategicMergePatch, "Service", """{"spec":{"healthCheckNodePort":1.5}}""", "Invalid value: \"map[spec:map[healthCheckNodePort:1.5]]\": cannot convert float64 to int32")]
    [InlineData(MediaType.StrategicMergePatch, "Service", """{"spec":{"ports":[{"port":1,"targetPort":[]}]}}""", "json: cannot unmarshal array into Go value of type int32")]
    public void A_patch_that_breaks_a_type_is_422(string mediaType, string kind, string patch, string end)
    {
        var refused = Assert.Throws<StatusException>(() => Patched(kind, """{"metadata":{"name":"c"}}""", mediaType, patch));
        Assert.Equal(422, (int)refused.Code);
        Assert.Equal("patch", Assert.Single(refused.Causes).Field);
        Assert.EndsWith(end, refused.Message, StringComparison.Ordinal);
    }

    private static PatchedObject Patched(string kind, string stored, string mediaType, string patch) =>
        ObjectPatch.Apply(Objects.Kind("v1", kind), Objects.Complete(Objects.Kind("v1", kind), stored), mediaType, System.Text.Encoding.UTF8.GetBytes(patch));
}
