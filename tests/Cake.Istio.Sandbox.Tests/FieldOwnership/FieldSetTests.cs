using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.FieldOwnership;

namespace Cake.Istio.Sandbox.Tests.FieldOwnership;

public sealed class FieldSetTests
{
    private const string Written =
        """{"f:data":{".":{},"f:a":{},"f:b":{}},"f:spec":{"f:ports":{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:name":{}}},"f:set":{"v:\"x\"":{},"v:2":{}},"f:list":{"i:0":{}}}}""";

    [Fact]
    public void What_was_parsed_is_written_again() =>
        Objects.AssertJson(Written, FieldsV1.Write(FieldsV1.Parse(Objects.Parse(Written))));

    [Fact]
    public void Paths_read_as_in_conflict_messages() => Assert.Equal(
        [".data", ".data.a", ".data.b", ".spec.ports", ".spec.list[0]", ".spec.ports[containerPort=80,protocol=\"TCP\"]",
            ".spec.ports[containerPort=80,protocol=\"TCP\"].name", ".spec.set[=2]", ".spec.set[=\"x\"]"],
        FieldsV1.Parse(Objects.Parse(Written)).Paths().Select(path => string.Concat(path)));

    [Fact]
    public void Unknown_kinds_of_elements_are_ignored() =>
        Objects.AssertJson("""{"f:a":{}}""", FieldsV1.Write(FieldsV1.Parse(Objects.Parse("""{"f:a":{},"x:b":{}}"""))));

    [Theory]
    [InlineData("""{"a":{}}""")]
    [InlineData("""{"k:nothing":{}}""")]
    [InlineData("""{"f:a":1}""")]
    public void Broken_sets_are_refused(string json) => Assert.Throws<FormatException>(() => FieldsV1.Parse(Objects.Parse(json)));

    [Theory]
    [InlineData("union", """{"f:a":{".":{},"f:b":{},"f:c":{}},"f:d":{}}""")]
    [InlineData("intersection", """{"f:a":{"f:b":{}}}""")]
    [InlineData("difference", """{"f:a":{}}""")]
    [InlineData("recursive", """{"f:a":{}}""")]
    public void Sets_have_an_algebra(string operation, string expected)
    {
        var left = FieldsV1.Parse(Objects.Parse("""{"f:a":{".":{},"f:b":{}}}"""));
        var right = FieldsV1.Parse(Objects.Parse("""{"f:a":{"f:b":{},"f:c":{}},"f:d":{}}"""));
        var result = operation switch
        {
            "union" => left.Union(right),
            "intersection" => left.Intersection(right),
            "difference" => left.Difference(right),
            _ => left.RecursiveDifference(right),
        };
        Objects.AssertJson(expected, FieldsV1.Write(result));
    }

    [Fact]
    public void Only_the_recursive_difference_takes_what_lies_below()
    {
        var left = FieldsV1.Parse(Objects.Parse("""{"f:status":{"f:phase":{}},"f:x":{}}"""));
        Objects.AssertJson("""{"f:x":{}}""", FieldsV1.Write(left.RecursiveDifference(FieldSet.Of("status"))));
        Objects.AssertJson("""{"f:status":{"f:phase":{}},"f:x":{}}""", FieldsV1.Write(left.Difference(FieldSet.Of("status"))));
    }

    [Fact]
    public void Numbers_are_the_same_in_any_notation() =>
        Assert.Equal(PathElement.OfValue(Scalar.Of(JsonNode.Parse("80"))), PathElement.OfValue(Scalar.Of(JsonNode.Parse("80.0"))));
}
