using Cake.Istio.Sandbox.Schema;

namespace Cake.Istio.Sandbox.Tests.Schema;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("2048Mi", "2Gi")]
    [InlineData("1024Ki", "1Mi")]
    [InlineData("1536Mi", "1536Mi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("512Ki", "512Ki")]
    [InlineData("0.5Ki", "512")]
    [InlineData("2000m", "2")]
    [InlineData("2.5", "2500m")]
    [InlineData("0.1", "100m")]
    [InlineData("0.5", "500m")]
    [InlineData("100m", "100m")]
    [InlineData("1000", "1k")]
    [InlineData("1500", "1500")]
    [InlineData("1e3", "1e3")]
    [InlineData("12e6", "12e6")]
    [InlineData("1E", "1E")]
    [InlineData("0", "0")]
    [InlineData("0Gi", "0")]
    [InlineData("-1.5", "-1500m")]
    [InlineData("+5", "5")]
    [InlineData(".5", "500m")]
    [InlineData("100000000", "100M")]
    [InlineData("0.0000000001", "1n")]
    [InlineData("123456789n", "123456789n")]
    public void Quantities_have_one_canonical_form(string text, string expected)
    {
        Assert.Null(Quantity.TryParse(text, out var quantity));
        Assert.Equal(expected, quantity.ToString());
    }

    [Theory]
    [InlineData("", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("abc", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("1 Gi", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("1Kim", "unable to parse quantity's suffix")]
    [InlineData("1.2.3", "unable to parse numeric part of quantity")]
    public void Broken_quantities_are_refused(string text, string error) => Assert.Equal(error, Quantity.TryParse(text, out _));
}
