using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Options;

public sealed class CiServerTests
{
    [Theory]
    [InlineData("CI", "true", true)]
    [InlineData("CI", "1", true)]
    [InlineData("TF_BUILD", "True", true)]
    [InlineData("JENKINS_URL", "https://jenkins.example/", true)]
    [InlineData("TEAMCITY_VERSION", "2026.1", true)]
    [InlineData("CI", "false", false)]
    [InlineData("CI", "0", false)]
    [InlineData("CI", "", false)]
    [InlineData("HOME", "/root", false)]
    public void It_is_told_by_its_variables(string name, string value, bool expected) =>
        Assert.Equal(expected, CiServer.IsRunning(variable => variable == name ? value : null));
}
