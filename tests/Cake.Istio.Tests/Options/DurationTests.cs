using Cake.Istio.Frosting.Options;

namespace Cake.Istio.Tests.Options;

public sealed class DurationTests
{
    [Theory]
    [InlineData("90s", "00:01:30")]
    [InlineData("10m", "00:10:00")]
    [InlineData("1h30m", "01:30:00")]
    [InlineData("1h0m5s", "01:00:05")]
    [InlineData("500ms", "00:00:00.500")]
    [InlineData("2m5ms", "00:02:00.005")]
    [InlineData("0s", "00:00:00")]
    [InlineData("0", "00:00:00")]
    public void Whole_numbers_with_units_are_read(string text, string expected)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("1.5h")]
    [InlineData("5m1h")]
    [InlineData("5m5m")]
    [InlineData("5 m")]
    [InlineData("5M")]
    [InlineData("5d")]
    [InlineData("99999999999h")]
    public void Anything_else_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));
}
