using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>The release of the hand procedure, where its data is to be had: <c>MESH_RELEASES</c>, or <c>../shared/releases</c> beside the repository.</summary>
public sealed class RealReleaseTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Theory]
    [InlineData("permissive")]
    [InlineData("strict")]
    public async Task Its_153_objects_are_installed_from_the_folder_and_a_second_run_persists_nothing(string mode)
    {
        string[] arguments = ["--target=Verify", $"--archive={Release()}", "--upgrade-apis=true", $"--mode={mode}"];
        var first = await _rehearsal.RunAsync(arguments);

        Assert.True(first.ExitCode == 0, first.Output + first.Error);
        Assert.Contains("Plan: 153 created", first.Lines);
        Assert.Contains($"Mutual TLS is {mode}", first.Output, StringComparison.Ordinal);

        Assert.True(_rehearsal.Persisted >= 153, $"{_rehearsal.Persisted} requests persisted something");
        var second = await _rehearsal.RunAsync(arguments);

        Assert.True(second.ExitCode == 0, second.Output + second.Error);
        Assert.Contains("Plan: 153 unchanged", second.Lines);
        Assert.NotEmpty(_rehearsal.Requests);
        Assert.Equal(0, _rehearsal.Persisted);
    }

    [Fact]
    public async Task Without_the_upgrade_it_is_refused_with_numbers_and_two_ways_on_and_nothing_is_written()
    {
        var result = await _rehearsal.RunAsync("--target=Verify", $"--archive={Release()}");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("MESH2102", result.Error, StringComparison.Ordinal);
        Assert.Contains("28 CustomResourceDefinition in apiextensions.k8s.io/v1beta1, gone since Kubernetes 1.22", result.Error, StringComparison.Ordinal);
        Assert.Contains("--upgrade-apis=true", result.Error, StringComparison.Ordinal);
        Assert.Contains("Istio 1.30", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, _rehearsal.Persisted);
    }

    [Theory]
    [InlineData("istio-1.2.2-linux.tar.gz")]
    [InlineData("istio-1.2.2-win.zip")]
    public async Task It_is_downloaded_from_a_mirror_checked_and_installed(string file)
    {
        var archive = Pack(file);
        using var mirror = new Mirror();
        mirror.Files[file] = archive;
        mirror.Files[file + ".sha256"] = System.Text.Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(archive))}  {file}\n");

        var result = await _rehearsal.RunAsync("--target=InstallCrds", "--istio-version=1.2.2", $"--download-url={mirror.Url}{file}", "--upgrade-apis=true");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("Release: Istio 1.2.2 from ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_one_byte_changed_it_is_refused_and_nothing_is_kept()
    {
        const string file = "istio-1.2.2-linux.tar.gz";
        var archive = Pack(file);
        using var mirror = new Mirror();
        mirror.Files[file + ".sha256"] = System.Text.Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(archive))}  {file}\n");
        archive[archive.Length / 2] ^= 1;
        mirror.Files[file] = archive;

        var result = await _rehearsal.RunAsync("--target=Download", "--istio-version=1.2.2", $"--download-url={mirror.Url}{file}");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("MESH1104", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(_rehearsal.Folder, "cache"), "*", SearchOption.AllDirectories),
            path => path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".gz", StringComparison.Ordinal));
    }

    internal static string Release() => RealReleases.Of("1.2.2");

    private static byte[] Pack(string file)
    {
        var folder = Release();
        using var memory = new MemoryStream();
        if (file.EndsWith(".zip", StringComparison.Ordinal))
        {
            ZipFile.CreateFromDirectory(folder, memory, CompressionLevel.Fastest, includeBaseDirectory: true);
        }
        else
        {
            using var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true);
            TarFile.CreateFromDirectory(folder, gzip, includeBaseDirectory: true);
        }

        return memory.ToArray();
    }
}
