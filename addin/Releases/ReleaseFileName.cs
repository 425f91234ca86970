using System.Runtime.InteropServices;
using Cake.Istio.Errors;

namespace Cake.Istio.Releases;

/// <summary>How Istio names the archive of a release, by version and platform.</summary>
internal static class ReleaseFileName
{
    /// <summary>Gives the archive's name, such as <c>istio-1.30.3-linux-amd64.tar.gz</c>.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.PlatformWithoutRelease"/>: Istio publishes none for this platform.</exception>
    public static string For(IstioVersion version, ReleasePlatform platform) => $"istio-{version}-{Suffix(version, platform)}";

    private static string Suffix(IstioVersion version, ReleasePlatform platform)
    {
        if (platform.System == OSPlatform.Windows)
            return "win.zip";
        if (platform.System == OSPlatform.OSX)
            return version.IsAtLeast(1, 10) && platform.Processor == Architecture.Arm64 ? "osx-arm64.tar.gz" : "osx.tar.gz";
        if (platform.System != OSPlatform.Linux)
            throw None(platform);
        if (!version.IsAtLeast(1, 6))
            return "linux.tar.gz";
        return platform.Processor switch
        {
            Architecture.X64 => "linux-amd64.tar.gz",
            Architecture.Arm64 => "linux-arm64.tar.gz",
            Architecture.Arm => "linux-armv7.tar.gz",
            _ => throw None(platform),
        };
    }

    private static MeshException None(ReleasePlatform platform) => new(
        ErrorCode.PlatformWithoutRelease,
        $"Istio publishes no release for {platform}.",
        "Run on Linux, macOS or Windows with an amd64 or arm64 processor, or give a local release with --archive.");
}
