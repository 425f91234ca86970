using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>Each verdict is what regexp.Compile of Go says.</summary>
public sealed class GoPatternTests
{
    [Theory]
    [InlineData("[")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("*a")]
    [InlineData("a**")]
    [InlineData("a{2,1}")]
    [InlineData("[z-a]")]
    [InlineData("a\\")]
    [InlineData("(?=a)")]
    [InlineData("^(?!kube)")]
    [InlineData("(?<=a)b")]
    [InlineData("(?>a)")]
    [InlineData("(a)\\1")]
    [InlineData("[a\\]](b")]
    public void What_go_refuses_is_broken(string pattern) => Assert.True(GoPattern.IsBroken(pattern));

    [Theory]
    [InlineData("")]
    [InlineData("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    [InlineData("(?P<name>a)\\z")]
    [InlineData("(?i:a)|(?:b)")]
    [InlineData("\\pL[[:alpha:]]")]
    [InlineData("\\Qa(\\E")]
    [InlineData("[(?=]")]
    [InlineData("\\(?=")]
    [InlineData("[^]]+")]
    [InlineData("\\\\1")]
    public void What_go_takes_is_not(string pattern) => Assert.False(GoPattern.IsBroken(pattern));
}
