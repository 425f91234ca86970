using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>Real releases, where their data is to be had: <c>MESH_RELEASES</c>, or <c>../shared/releases</c> beside the repository.</summary>
internal static class RealReleases
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("MESH_RELEASES") ?? Path.GetFullPath(Path.Combine(TestPaths.Repository, "..", "shared", "releases"));

    public static string Of(string version)
    {
        var folder = Path.Combine(Folder, $"istio-{version}");
        Assert.SkipUnless(Directory.Exists(folder), $"the release data is not at {folder}; MESH_RELEASES names another place");
        return folder;
    }

    /// <summary>A copy with a stand-in for the program that the data lacks; it prints what the release's own printed, and notes what it was asked.</summary>
    public static string WithIstioctl(string version, string folder, string printed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for istioctl is a shell script");
        var source = Of(version);
        var copy = Path.Combine(folder, $"istio-{version}");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var path = Path.Combine(copy, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }

        var program = Path.Combine(Directory.CreateDirectory(Path.Combine(copy, "bin")).FullName, "istioctl");
        File.WriteAllText(program, $"#!/bin/sh\necho \"$*\" >> '{Path.Combine(folder, "istioctl.log")}'\nexec cat '{Path.Combine(copy, printed)}'\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return copy;
    }
}
