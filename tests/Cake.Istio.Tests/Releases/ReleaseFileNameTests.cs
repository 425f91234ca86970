using System.Runtime.InteropServices;
using Cake.Istio.Errors;
using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Releases;

public static class ReleaseFileNameTests
{
    [Theory]
    [InlineData("1.2.2", "LINUX", Architecture.X64, "istio-1.2.2-linux.tar.gz")]
    [InlineData("1.5.10", "LINUX", Architecture.Arm64, "istio-1.5.10-linux.tar.gz")]
    [InlineData("1.6.0", "LINUX", Architecture.X64, "istio-1.6.0-linux-amd64.tar.gz")]
    [InlineData("1.6.0-alpha.0", "LINUX", Architecture.X64, "istio-1.6.0-alpha.0-linux-amd64.tar.gz")]
    [InlineData("1.10.0", "LINUX", Architecture.Arm64, "istio-1.10.0-linux-arm64.tar.gz")]
    [InlineData("1.30.3", "LINUX", Architecture.Arm, "istio-1.30.3-linux-armv7.tar.gz")]
    [InlineData("1.9.9", "OSX", Architecture.Arm64, "istio-1.9.9-osx.tar.gz")]
    [InlineData("1.10.0", "OSX", Architecture.Arm64, "istio-1.10.0-osx-arm64.tar.gz")]
    [InlineData("1.30.3", "OSX", Architecture.X64, "istio-1.30.3-osx.tar.gz")]
    [InlineData("1.0.0", "WINDOWS", Architecture.X64, "istio-1.0.0-win.zip")]
    [InlineData("1.30.3", "WINDOWS", Architecture.Arm64, "istio-1.30.3-win.zip")]
    public static void The_name_follows_version_and_platform(string version, string system, Architecture processor, string name) =>
        Assert.Equal(name, ReleaseFileName.For(IstioVersion.Parse(version), new ReleasePlatform(OSPlatform.Create(system), processor)));

    [Theory]
    [InlineData("LINUX", Architecture.S390x)]
    [InlineData("LINUX", Architecture.RiscV64)]
    [InlineData("FREEBSD", Architecture.X64)]
    public static void A_platform_without_a_release_is_an_error(string system, Architecture processor)
    {
        var e = Assert.Throws<MeshException>(() => ReleaseFileName.For(IstioVersion.Parse("1.30.3"), new ReleasePlatform(OSPlatform.Create(system), processor)));

        Assert.Equal(ErrorCode.PlatformWithoutRelease, e.Code);
        Assert.Contains("--archive", e.Hint, StringComparison.Ordinal);
    }
}
