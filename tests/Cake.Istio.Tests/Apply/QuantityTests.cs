using System.Text.Json.Nodes;
using Cake.Istio.Apply;

namespace Cake.Istio.Tests.Apply;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("\"1024Mi\"", "\"1Gi\"")]
    [InlineData("\"2000m\"", "\"2\"")]
    [InlineData("\"2.5\"", "\"2500m\"")]
    [InlineData("\"0.1\"", "\"100m\"")]
    [InlineData("\"1024Ki\"", "\"1Mi\"")]
    [InlineData("\"1e3\"", "\"1k\"")]
    [InlineData("\"12E2\"", "\"1200\"")]
    [InlineData("\"1.5Gi\"", "\"1536Mi\"")]
    [InlineData("2", "\"2\"")]
    [InlineData("0.5", "\"500m\"")]
    [InlineData("\"100n\"", "\"0.1u\"")]
    [InlineData("\".5\"", "\"500m\"")]
    [InlineData("\"-1\"", "\"-1000m\"")]
    [InlineData("\"1P\"", "\"1000T\"")]
    [InlineData("\"1Ei\"", "\"1024Pi\"")]
    public void One_amount_in_two_notations_is_equal(string left, string right) =>
        Assert.True(Quantity.AreEqual(JsonNode.Parse(left)!, JsonNode.Parse(right)!));

    [Theory]
    [InlineData("\"1G\"", "\"1Gi\"")]
    [InlineData("\"1\"", "\"1m\"")]
    [InlineData("\"abc\"", "\"abc\"")]
    [InlineData("\"1x\"", "\"1\"")]
    [InlineData("\"1Gi\"", "\"-1Gi\"")]
    public void Different_amounts_and_other_texts_are_not(string left, string right) =>
        Assert.False(Quantity.AreEqual(JsonNode.Parse(left)!, JsonNode.Parse(right)!));

    [Theory]
    [InlineData("spec.containers.resources.limits.cpu", true)]
    [InlineData("spec.hard.pods", true)]
    [InlineData("emptyDir.sizeLimit", true)]
    [InlineData("data.size", false)]
    [InlineData("limits", false)]
    public void Only_some_fields_are_quantities(string path, bool expected) =>
        Assert.Equal(expected, Quantity.IsAt(FieldPath.Of(path.Split('.'))));
}
