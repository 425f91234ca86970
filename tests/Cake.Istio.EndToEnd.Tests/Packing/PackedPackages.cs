using System.IO.Compression;
using System.Xml.Linq;
using Cake.Istio.EndToEnd.Tests.Processes;

[assembly: AssemblyFixture(typeof(Cake.Istio.EndToEnd.Tests.Packing.PackedPackages))]

namespace Cake.Istio.EndToEnd.Tests.Packing;

/// <summary>The three packages, packed once from what the tests were compiled with.</summary>
public sealed class PackedPackages : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<string>> _packed;

    public PackedPackages() => _packed = new(PackAsync);

    /// <summary>The folder that holds them; a NuGet source.</summary>
    public Task<string> FolderAsync() => _packed.Value;

    /// <summary>The names of a package's files and its nuspec.</summary>
    internal async Task<(IReadOnlyList<string> Files, XElement Metadata)> OpenAsync(string id)
    {
        var path = Directory.GetFiles(await FolderAsync(), $"{id}.0*.nupkg").Single();
        await using var package = await ZipFile.OpenReadAsync(path, TestContext.Current.CancellationToken);
        await using var nuspec = await package.GetEntry($"{id}.nuspec")!.OpenAsync(TestContext.Current.CancellationToken);
        var document = await XDocument.LoadAsync(nuspec, LoadOptions.None, TestContext.Current.CancellationToken);
        foreach (var element in document.Descendants())
            element.Name = element.Name.LocalName;
        return ([.. package.Entries.Select(entry => entry.FullName)], document.Root!.Element("metadata")!);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> PackAsync()
    {
        foreach (var project in (string[])["addin", "tasks", "sandbox"])
        {
            var result = await TestProcess.RunAsync(
                "dotnet",
                ["pack", Path.Combine(TestPaths.Repository, project), "-c", TestPaths.Configuration, "--no-build", "--nologo", "-v", "quiet", "-o", _folder.Path],
                TestPaths.Repository);
            Assert.True(result.ExitCode == 0, result.Output);
        }

        return _folder.Path;
    }
}
