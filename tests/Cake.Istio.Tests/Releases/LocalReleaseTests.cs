using System.Runtime.Versioning;
using Cake.Istio.Errors;
using Cake.Istio.Releases;
using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Releases;

public sealed class LocalReleaseTests : IDisposable
{
    private static readonly byte[] Archive = Pack.TarGz(TestRelease.Of("1.2.2", ReleaseEra.B));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Cache => _folder["cache"];

    [Theory]
    [InlineData("release.tar.gz")]
    [InlineData("release.tgz")]
    [InlineData("release.zip")]
    public async Task An_archive_is_extracted_once_and_then_comes_from_the_cache(string name)
    {
        var bytes = name.EndsWith(".zip", StringComparison.Ordinal) ? Pack.Zip(TestRelease.Of("1.2.2", ReleaseEra.B)) : Archive;
        var settings = Settings(_folder.Write(name, bytes));

        var first = await GetAsync(settings);
        var second = await GetAsync(settings);

        Assert.Equal("1.2.2", first.Version.ToString());
        Assert.Equal(new ReleaseOrigin(ReleaseSource.Archive, settings.Archive!, Pack.Sha256(bytes)), first.Origin);
        Assert.StartsWith(Cache, first.Root, StringComparison.Ordinal);
        Assert.Equal(first.Root, second.Root);
        Assert.Equal(TestRelease.Of("1.2.2", ReleaseEra.B).Count, TemporaryFolder.FilesIn(first.Root).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("istio-1.2.2")]
    public async Task An_unpacked_folder_is_used_in_place(string named)
    {
        foreach (var (path, content) in TestRelease.Of("1.2.2", ReleaseEra.B))
            _folder.Write($"unpacked/{path}", content);

        var release = await GetAsync(Settings(_folder[$"unpacked/{named}".TrimEnd('/')]));

        Assert.Equal(_folder["unpacked/istio-1.2.2"], release.Root);
        Assert.Equal(ReleaseSource.Folder, release.Origin.Source);
        Assert.Empty(TemporaryFolder.FilesIn(Cache));
    }

    [Fact]
    public async Task The_archive_says_its_version_unless_another_one_was_asked_for()
    {
        var settings = Settings(_folder.Write("a.tar.gz", Archive));

        Assert.Equal("1.2.2", (await GetAsync(settings with { IstioVersion = "1.30.3", IstioVersionIsDefault = true })).Version.ToString());
        Assert.Equal("1.2.2", (await GetAsync(settings with { IstioVersion = "1.2.2" })).Version.ToString());
        var e = await FailsAsync(settings with { IstioVersion = "1.2.3" }, ErrorCode.VersionMismatch);
        Assert.Contains("1.2.2, not 1.2.3", e.Text, StringComparison.Ordinal);
        await FailsAsync(settings with { IstioVersion = "latest" }, ErrorCode.OptionWithoutEffect);
    }

    [Fact]
    public async Task A_release_of_another_version_does_not_get_into_the_cache()
    {
        await FailsAsync(Settings(_folder.Write("a.tar.gz", Archive)) with { IstioVersion = "1.2.3" }, ErrorCode.VersionMismatch);

        Assert.DoesNotContain(TemporaryFolder.FilesIn(Cache), file => !file.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_given_checksum_is_compared()
    {
        var settings = Settings(_folder.Write("a.tar.gz", Archive));

        await GetAsync(settings with { Sha256 = Pack.Sha256(Archive).ToUpperInvariant() });
        await GetAsync(settings with { Sha256 = "none" });
        await FailsAsync(settings with { Sha256 = "abc" }, ErrorCode.InvalidOption);
    }

    [Fact]
    public async Task With_another_checksum_nothing_is_extracted()
    {
        var e = await FailsAsync(Settings(_folder.Write("a.tar.gz", Archive)) with { Sha256 = new string('0', 64) }, ErrorCode.ChecksumMismatch);

        Assert.Contains(Pack.Sha256(Archive), e.Text, StringComparison.Ordinal);
        Assert.Empty(TemporaryFolder.FilesIn(Cache));
    }

    [Fact]
    public async Task A_checksum_for_a_folder_is_refused_rather_than_ignored()
    {
        Directory.CreateDirectory(_folder["unpacked"]);

        await FailsAsync(Settings(_folder["unpacked"]) with { Sha256 = new string('0', 64) }, ErrorCode.OptionWithoutEffect);
    }

    [Fact]
    public async Task What_is_no_archive_is_an_error_each_of_its_own()
    {
        await FailsAsync(Settings(_folder["missing.tar.gz"]), ErrorCode.ArchiveNotFound);
        await FailsNamingAsync(_folder.Write("empty.tar.gz", []), ErrorCode.ArchiveBroken);
        await FailsNamingAsync(_folder.Write("text.tar.gz", "hello"u8.ToArray()), ErrorCode.ArchiveBroken);
        await FailsNamingAsync(_folder.Write("outside.zip", Pack.Zip(("../hello", [], 0))), ErrorCode.ArchiveRefused);
        await FailsNamingAsync(_folder.Write("other.zip", Pack.Zip(("hello", [], 0))), ErrorCode.NotARelease);
        await using (var sparse = File.Create(_folder["large.tar.gz"]))
            sparse.SetLength((2L << 30) + 1);
        await FailsNamingAsync(_folder["large.tar.gz"], ErrorCode.ArchiveRefused);
        await FailsAsync(new MeshSettings { Cache = Cache }, ErrorCode.MissingOption);
        Assert.DoesNotContain(TemporaryFolder.FilesIn(Cache), file => !file.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_an_error_of_ours()
    {
        var settings = Settings(_folder.Write("a.tar.gz", Archive)) with { Cache = _folder.Write("file", []) };

        Assert.Contains("--cache", (await FailsAsync(settings, ErrorCode.CacheFailed)).Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("istio-1.2.2/install/kubernetes/istio-demo.yaml")]
    [InlineData("istio-1.2.2/bin/istioctl")]
    public async Task A_damaged_cache_entry_is_noticed_and_made_anew(string file)
    {
        var settings = Settings(_folder.Write("a.tar.gz", Archive));
        var root = (await GetAsync(settings)).Root;
        var path = Path.Combine(Path.GetDirectoryName(root)!, file);
        var original = await File.ReadAllBytesAsync(path);
        var added = Path.Combine(root, "install/kubernetes/helm/istio-init/files/crd-99.yaml");
        Action[] damages =
        [
            () => File.Delete(path),
            () => File.WriteAllBytes(path, original[..^1]),
            () => File.WriteAllBytes(path, [.. original[..^1], (byte)(original[^1] ^ 1)]),
            () => File.WriteAllText(added, "x"),
            () => File.Delete(Path.Combine(root, "../../files.json")),
            () => File.WriteAllText(Path.Combine(root, "../../files.json"), "{\"Files\":"),
            () => Directory.Delete(root, recursive: true),
        ];
        foreach (var damage in damages)
        {
            damage();
            var progress = new Progress();
            await new ReleaseProvider().GetAsync(settings, progress, default);

            Assert.Contains("damaged", Assert.Single(progress.Notes), StringComparison.Ordinal);
            Assert.Equal(original, await File.ReadAllBytesAsync(path));
            Assert.False(File.Exists(added));
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_lost_executable_bit_is_damage()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no executable bit");
        var settings = Settings(_folder.Write("a.tar.gz", Archive));
        var istioctl = (await GetAsync(settings)).Layout.Istioctl!;
        File.SetUnixFileMode(istioctl, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await GetAsync(settings);

        Assert.True(File.GetUnixFileMode(istioctl).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public async Task Many_runs_at_once_extract_it_once()
    {
        var settings = Settings(_folder.Write("a.tar.gz", Archive));

        var releases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => GetAsync(settings))));

        Assert.Single(releases.Select(release => release.Root).Distinct());
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(Cache, "releases")));
    }

    [Fact]
    public async Task What_a_killed_run_left_is_cleared_away()
    {
        _folder.Write($"cache/releases/{Pack.Sha256(Archive)}.new/content/istio-1.2.2/half", [1]);

        var release = await GetAsync(Settings(_folder.Write("a.tar.gz", Archive)));

        Assert.DoesNotContain("half", TemporaryFolder.FilesIn(release.Root));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(Cache, "releases")));
    }

    private MeshSettings Settings(string archive) => new() { Archive = archive, Cache = Cache };

    private static Task<Release> GetAsync(MeshSettings settings) => new ReleaseProvider().GetAsync(settings, progress: null, default);

    private async Task FailsNamingAsync(string archive, string code)
    {
        var e = await FailsAsync(Settings(archive), code);
        Assert.Contains(archive, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Cache, e.Message, StringComparison.Ordinal);
    }

    private static async Task<MeshException> FailsAsync(MeshSettings settings, string code)
    {
        var e = await Assert.ThrowsAsync<MeshException>(() => GetAsync(settings));
        Assert.Equal(code, e.Code);
        return e;
    }
}
