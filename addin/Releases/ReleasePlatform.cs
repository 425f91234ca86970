using System.Runtime.InteropServices;

namespace Cake.Istio.Releases;

/// <summary>The operating system and processor that a release's <c>istioctl</c> has to run on.</summary>
internal sealed record ReleasePlatform(OSPlatform System, Architecture Processor)
{
    /// <summary>The platform of this process.</summary>
    public static ReleasePlatform Current { get; } = new(CurrentSystem(), RuntimeInformation.OSArchitecture);

    /// <summary>The name of <c>istioctl</c> in a release's <c>bin</c> folder.</summary>
    public string IstioctlName => System == OSPlatform.Windows ? "istioctl.exe" : "istioctl";

    /// <summary>Gives the platform for messages, such as <c>Linux X64</c>.</summary>
    public override string ToString() => $"{System} {Processor}";

    private static OSPlatform CurrentSystem() =>
        OperatingSystem.IsWindows() ? OSPlatform.Windows
        : OperatingSystem.IsMacOS() ? OSPlatform.OSX
        : OperatingSystem.IsLinux() ? OSPlatform.Linux
        : OSPlatform.Create(Environment.OSVersion.Platform.ToString());
}
