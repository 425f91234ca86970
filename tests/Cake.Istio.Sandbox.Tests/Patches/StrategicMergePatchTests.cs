using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Patches;

namespace Cake.Istio.Sandbox.Tests.Patches;

public sealed class StrategicMergePatchTests
{
    private const string Service =
        """{"spec":{"ports":[{"name":"http2","port":80,"nodePort":31380},{"name":"https","port":443,"nodePort":31390},{"name":"tcp","port":31400}]}}""";

    [Theory]
    [InlineData("""{"spec":{"ports":[{"port":80,"nodePort":31381}]}}""",
        """{"spec":{"ports":[{"name":"http2","port":80,"nodePort":31381},{"name":"https","port":443,"nodePort":31390},{"name":"tcp","port":31400}]}}""")]
    [InlineData("""{"spec":{"ports":[{"port":443,"$patch":"delete"}]}}""",
        """{"spec":{"ports":[{"name":"http2","port":80,"nodePort":31380},{"name":"tcp","port":31400}]}}""")]
    [InlineData("""{"spec":{"ports":[{"port":1},{"$patch":"replace"}]}}""", """{"spec":{"ports":[{"port":1}]}}""")]
    [InlineData("""{"spec":{"ports":[{"port":9}]}}""",
        """{"spec":{"ports":[{"port":9},{"name":"http2","port":80,"nodePort":31380},{"name":"https","port":443,"nodePort":31390},{"name":"tcp","port":31400}]}}""")]
    [InlineData("""{"spec":{"$setElementOrder/ports":[{"port":31400},{"port":80}],"ports":[{"port":80,"nodePort":null}]}}""",
        """{"spec":{"ports":[{"name":"https","port":443,"nodePort":31390},{"name":"tcp","port":31400},{"name":"http2","port":80}]}}""")]
    [InlineData("""{"spec":{"ports":null,"type":"NodePort"}}""", """{"spec":{"type":"NodePort"}}""")]
    [InlineData("""{"spec":{"$patch":"replace","type":"NodePort"}}""", """{"spec":{"type":"NodePort"}}""")]
    [InlineData("""{"spec":{"$patch":"delete"}}""", """{"spec":{}}""")]
    [InlineData("""{"spec":{"externalIPs":["1.1.1.1"],"selector":{"a":null,"b":"c"}}}""",
        """{"spec":{"ports":[{"name":"http2","port":80,"nodePort":31380},{"name":"https","port":443,"nodePort":31390},{"name":"tcp","port":31400}],"externalIPs":["1.1.1.1"],"selector":{"b":"c"}}}""")]
    public void Ports_merge_by_port_and_directives_are_obeyed(string patch, string expected) => Check("v1", "Service", Service, patch, expected);

    [Theory]
    [InlineData("""{"metadata":{"finalizers":["b","c"]}}""", """{"metadata":{"finalizers":["a","b","c"]}}""")]
    [InlineData("""{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}""", """{"metadata":{"finalizers":["b"]}}""")]
    [InlineData("""{"metadata":{"$setElementOrder/finalizers":["b","a"]}}""", """{"metadata":{"finalizers":["b","a"]}}""")]
    public void Lists_of_scalars_merge_as_sets(string patch, string expected) =>
        Check("v1", "ConfigMap", """{"metadata":{"finalizers":["a","b"]}}""", patch, expected);

    [Fact]
    public void Retained_keys_are_all_that_stays() => Check("apps/v1", "Deployment",
        """{"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}}}""",
        """{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}""",
        """{"spec":{"strategy":{"type":"Recreate"}}}""");

    [Fact]
    public void Containers_merge_by_name_down_to_their_env_and_args_are_replaced() => Check("apps/v1", "Deployment",
        """{"spec":{"template":{"spec":{"containers":[{"name":"a","args":["1"],"env":[{"name":"X","value":"1"}]},{"name":"b"}]}}}}""",
        """{"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"a"},{"name":"b"}],"containers":[{"name":"a","args":["2"],"env":[{"name":"Y","value":"2"}]}]}}}}""",
        """{"spec":{"template":{"spec":{"containers":[{"name":"a","args":["2"],"env":[{"name":"Y","value":"2"},{"name":"X","value":"1"}]},{"name":"b"}]}}}}""");

    [Theory]
    [InlineData("""{"spec":{"ports":[{"nodePort":1}]}}""", 422)]
    [InlineData("""{"spec":{"$patch":"jump"}}""", 400)]
    [InlineData("""{"spec":{"$retainKeys":"x"}}""", 400)]
    [InlineData("""{"spec":{"$setElementOrder/ports":1}}""", 400)]
    public void Broken_patches_are_refused(string patch, int code) =>
        Assert.Equal(code, (int)Assert.Throws<StatusException>(() => Apply("v1", "Service", Service, patch)).Code);

    private static void Check(string apiVersion, string kind, string target, string patch, string expected) =>
        Objects.AssertJson(expected, Apply(apiVersion, kind, target, patch));

    private static JsonObject Apply(string apiVersion, string kind, string target, string patch) =>
        StrategicMergePatch.Apply(Objects.Parse(target), Objects.Parse(patch), Objects.Kind(apiVersion, kind).Type);
}
