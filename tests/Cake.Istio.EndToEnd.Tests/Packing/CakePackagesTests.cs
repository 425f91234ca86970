using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Packing;

/// <summary><c>-p:UseCakePackages=true</c>: the same sources, with Cake from packages in place of the assemblies in Cake.Tool and the stand-ins.</summary>
public sealed class CakePackagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Copy => Path.Combine(_folder.Path, "repository");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_host_builds_and_installs_with_Cake_from_packages()
    {
        var feed = Path.Combine(_folder.Path, "feed");
        CakeFeed.Write(feed);
        CopySources();

        var built = await TestProcess.RunAsync(
            "dotnet",
            ["build", Path.Combine(Copy, "build"), "-nologo", "-v", "quiet", "-nodeReuse:false", "-p:UseCakePackages=true", "-p:RunAnalyzers=false", $"-p:RestoreSources={feed}", $"-p:RestoreFallbackFolders={TestPaths.Packages.TrimEnd('/', '\\')}"],
            Copy,
            new Dictionary<string, string?> { ["NUGET_PACKAGES"] = Path.Combine(_folder.Path, "packages") });

        Assert.True(built.ExitCode == 0, built.Output);
        Assert.False(Directory.Exists(Path.Combine(Copy, "build", "cake", "Cake.Kubectl", "bin")), "the stand-in was built");
        Assert.True(Directory.Exists(Path.Combine(_folder.Path, "packages", "cake.kubectl", "1.1.0")), "the package was not restored");

        var installed = await TestProcess.RunDotnetAsync(Path.Combine(Copy, "build", "bin", "Debug", "net10.0", "Build.dll"), ["--target=Verify", "--cluster=sandbox"], _folder.Path);
        Assert.True(installed.ExitCode == 0, installed.Output + installed.Error);
        Assert.Contains("Plan: 122 created", installed.Lines);
    }

    private void CopySources()
    {
        foreach (var folder in (string[])["addin", "build", "manifests", "sandbox", "tasks"])
            CopyFolder(Path.Combine(TestPaths.Repository, folder), Path.Combine(Copy, folder));
        foreach (var file in Directory.GetFiles(TestPaths.Repository))
            File.Copy(file, Path.Combine(Copy, Path.GetFileName(file)));
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj")))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
