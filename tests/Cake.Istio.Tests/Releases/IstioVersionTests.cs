using Cake.Istio.Errors;
using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Releases;

public static class IstioVersionTests
{
    [Fact]
    public static void Versions_are_ordered_as_numbers_and_a_prerelease_comes_before_its_release()
    {
        string[] ordered =
        [
            "0.8.0", "1.0.0-snapshot.0", "1.0.0", "1.0.9", "1.2.2-sample", "1.2.2", "1.9.9", "1.10.0-alpha", "1.10.0-alpha.1", "1.10.0-alpha.beta",
            "1.10.0-beta.2", "1.10.0-beta.11", "1.10.0-rc.1", "1.10.0", "1.30.3", "1.31.0-rc.0", "2.0.0",
        ];

        var shuffled = ordered.Select(IstioVersion.Parse).OrderDescending().Reverse().ToList();

        Assert.Equal(ordered, shuffled.Order().Select(version => version.ToString()));
        Assert.True(IstioVersion.Parse("1.10.0") > IstioVersion.Parse("1.9.9"));
        Assert.True(IstioVersion.Parse("1.9.9") < IstioVersion.Parse("1.10.0"));
        Assert.True(IstioVersion.Parse("1.9.9") >= IstioVersion.Parse("1.9.9"));
        Assert.True(null <= IstioVersion.Parse("1.9.9"));
    }

    [Fact]
    public static void Equal_versions_are_equal()
    {
        Assert.Equal(IstioVersion.Parse("1.31.0-rc.0"), IstioVersion.Parse("1.31.0-rc.0"));
        Assert.NotEqual(IstioVersion.Parse("1.31.0-rc.0"), IstioVersion.Parse("1.31.0"));
    }

    [Theory]
    [InlineData("1.6.0", 1, 6, true)]
    [InlineData("1.6.0-beta.0", 1, 6, true)]
    [InlineData("1.5.10", 1, 6, false)]
    [InlineData("1.10.0", 1, 6, true)]
    [InlineData("2.0.0", 1, 6, true)]
    [InlineData("0.8.0", 1, 0, false)]
    public static void A_minor_version_is_reached_with_its_first_prerelease(string version, int major, int minor, bool reached) =>
        Assert.Equal(reached, IstioVersion.Parse(version).IsAtLeast(major, minor));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2")]
    [InlineData("1.2.3.4")]
    [InlineData("1.02.3")]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3-..")]
    [InlineData("1.2.3-a/../b")]
    [InlineData("1.2.3+build")]
    [InlineData("1.2.3\n")]
    [InlineData("../../etc")]
    [InlineData("1.2.99999999999")]
    [InlineData("一.2.3")]
    [InlineData("١.2.3")]
    public static void What_is_not_a_version_is_refused(string text)
    {
        var e = Assert.Throws<MeshException>(() => IstioVersion.Parse(text));

        Assert.Equal(ErrorCode.InvalidVersion, e.Code);
        Assert.NotNull(e.Hint);
    }

    [Theory]
    [InlineData("v1.30.3", "Write it as 1.30.3.")]
    [InlineData(" 1.30.3 ", "Write it as 1.30.3.")]
    [InlineData("1.30", "Give all three numbers, such as 1.30.0.")]
    [InlineData("newest", "Give a version such as 1.30.3, or latest.")]
    public static void The_hint_says_how_to_write_it(string text, string hint) =>
        Assert.Equal(hint, Assert.Throws<MeshException>(() => IstioVersion.Parse(text)).Hint);

    [Fact]
    public static void A_long_text_is_shortened_in_the_message() =>
        Assert.True(Assert.Throws<MeshException>(() => IstioVersion.Parse(new string('9', 100_000))).Message.Length < 200);
}
