using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Cake.Istio.Errors;
using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Releases;

public sealed class ArchiveTests : IDisposable
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("content");
    private readonly TemporaryFolder _folder = new();

    private string Inside => Directory.CreateDirectory(_folder["inside"]).FullName;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_archive_is_extracted_whole_and_istioctl_stays_executable(bool zip)
    {
        var release = TestRelease.Of("1.2.2", ReleaseEra.B);
        var files = await ExtractAsync(zip ? Pack.Zip(release) : Pack.TarGz(release));

        Assert.Equal(release.Keys.Order(StringComparer.Ordinal), TemporaryFolder.FilesIn(Inside));
        Assert.All(files, file => Assert.Equal(
            (release[file.Path].LongLength, Pack.Sha256(release[file.Path]), file.Path.EndsWith("/istioctl", StringComparison.Ordinal)), (file.Size, file.Sha256, file.Executable)));
        Assert.All(files, file => Assert.Equal(release[file.Path], File.ReadAllBytes(Path.Combine(Inside, file.Path))));
        Assert.True(IsExecutable("istio-1.2.2/bin/istioctl"));
        Assert.False(IsExecutable("istio-1.2.2/samples/sleep/sleep.yaml"));
    }

    [Fact]
    public async Task Istioctl_becomes_executable_where_the_archive_carries_no_permissions()
    {
        await ExtractAsync(Pack.Zip(("istio-1/bin/istioctl", Content, 0), ("istio-1/a", Content, 0)));

        Assert.True(IsExecutable("istio-1/bin/istioctl"));
        Assert.False(IsExecutable("istio-1/a"));
    }

    [Fact]
    public async Task A_path_may_start_with_a_dot_and_folders_may_have_entries_or_not()
    {
        await ExtractAsync(Pack.TarGz(new PaxTarEntry(TarEntryType.Directory, "./"), new PaxTarEntry(TarEntryType.Directory, "./a/"), new PaxTarEntry(TarEntryType.Directory, "a"), Pack.FileEntry("./a/b/./c", Content)));

        Assert.Equal(["a/b/c"], TemporaryFolder.FilesIn(Inside));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("a/b/../c")]
    [InlineData("..")]
    [InlineData("a/..")]
    [InlineData("..\\outside")]
    [InlineData("a\\..\\..\\outside")]
    [InlineData("C:/outside")]
    [InlineData("C:outside")]
    [InlineData("\\\\server\\share")]
    [InlineData("a:stream")]
    [InlineData("NUL")]
    [InlineData("a/com1.txt")]
    [InlineData("a/aux .txt")]
    [InlineData("a./b")]
    [InlineData("a /b")]
    [InlineData("a\tb")]
    [InlineData("a\u001b[31mb")]
    public async Task A_name_that_leaves_the_folder_or_means_something_else_is_refused(string name)
    {
        await RefusedAsync(Pack.TarGz(Pack.FileEntry("first", Content), Pack.FileEntry(name, Content)));
        await RefusedAsync(Pack.Zip(("first", Content, 0), (name, Content, 0)));
        await RefusedAsync(Pack.TarGz(new PaxTarEntry(TarEntryType.Directory, name)));
        await RefusedAsync(Pack.TarGz(Pack.FileEntry("first", Content), Pack.Link(TarEntryType.HardLink, "x", name)));
    }

    [Fact]
    public async Task A_control_character_of_a_name_does_not_reach_the_terminal()
    {
        var e = await RefusedAsync(Pack.TarGz(Pack.FileEntry("a\u001b[31mb", Content)));

        Assert.DoesNotContain(e.Message, c => char.IsControl(c) && c is not ('\r' or '\n'));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a/b", "A/b")]
    [InlineData("a/b", "a/B")]
    [InlineData("a", "a/b")]
    [InlineData("a/b", "a")]
    [InlineData("a/b", "a/./b")]
    public async Task A_name_that_comes_twice_in_any_case_is_refused(string first, string second)
    {
        await RefusedAsync(Pack.TarGz(Pack.FileEntry(first, Content), Pack.FileEntry(second, Content)));
        await RefusedAsync(Pack.Zip((first, Content, 0), (second, Content, 0)));
    }

    [Theory]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    [InlineData(TarEntryType.Fifo)]
    public async Task A_device_is_refused(TarEntryType type)
    {
        var e = await RefusedAsync(Pack.TarGz(new PaxTarEntry(type, "device")));

        Assert.Contains("device", e.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_in_a_zip_archive_and_an_encrypted_entry_are_refused()
    {
        await RefusedAsync(Pack.Zip(("device", Content, 0x2000)));
        var encrypted = Pack.Zip(("a", Content, 0));
        encrypted[6] |= 1;
        encrypted[encrypted.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        await RefusedAsync(encrypted);
    }

    [Fact]
    public async Task More_bytes_than_allowed_are_refused_whatever_the_headers_say()
    {
        var limits = new ArchiveLimits(1 << 20, 10);
        var (exact, more) = (new byte[1 << 20], new byte[(1 << 20) + 1]);

        await ExtractAsync(Pack.TarGz(Pack.FileEntry("a", exact)), limits);
        Assert.Equal(ErrorCode.ArchiveRefused, (await FailsAsync(Pack.TarGz(Pack.FileEntry("a", more)), limits)).Code);
        Assert.Equal(ErrorCode.ArchiveRefused, (await FailsAsync(Pack.TarGz(Pack.FileEntry("a", exact), Pack.FileEntry("b", [1])), limits)).Code);
        Assert.Equal(ErrorCode.ArchiveRefused, (await FailsAsync(Pack.Zip(("a", more, 0)), limits)).Code);
        Assert.Equal(ErrorCode.ArchiveRefused, (await FailsAsync(Pack.TarGz(Pack.FileEntry("a", exact), Pack.Link(TarEntryType.HardLink, "b", "a")), limits)).Code);
    }

    [Fact]
    public async Task A_zip_archive_that_only_claims_more_than_is_allowed_is_refused_too()
    {
        var archive = Pack.Zip(("a", Content, 0));
        // The uncompressed size in the central directory (APPNOTE 4.3.12).
        var size = archive.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24;
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(size), (1 << 20) + 1);

        var e = await FailsAsync(archive, new ArchiveLimits(1 << 20, 10));

        Assert.Equal(ErrorCode.ArchiveRefused, e.Code);
        Assert.Contains("1 MiB", e.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_entries_than_allowed_are_refused_also_where_paths_only_imply_them()
    {
        var limits = new ArchiveLimits(1 << 20, 10);

        await ExtractAsync(Pack.TarGz([.. Enumerable.Range(0, 10).Select(n => Pack.FileEntry($"{n}", Content))]), limits);
        var tooMany = Enumerable.Range(0, 11).Select(n => $"{n}").ToList();
        Assert.Equal(ErrorCode.ArchiveRefused, (await FailsAsync(Pack.TarGz([.. tooMany.Select(name => Pack.FileEntry(name, Content))]), limits)).Code);
        Assert.Equal(ErrorCode.ArchiveRefused, (await FailsAsync(Pack.Zip([.. tooMany.Select(name => (name, Content, 0))]), limits)).Code);
        Assert.Equal(ErrorCode.ArchiveRefused, (await FailsAsync(Pack.TarGz(Pack.FileEntry("a/b/c/d/e/f/g/h/i/j/k", Content)), limits)).Code);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    [InlineData(20)]
    [InlineData(1)]
    [InlineData(0)]
    public async Task A_cut_archive_is_broken(int percent)
    {
        var release = TestRelease.Of("1.2.2", ReleaseEra.B);
        foreach (var archive in new[] { Pack.TarGz(release), Pack.Zip(release) })
            Assert.Equal(ErrorCode.ArchiveBroken, (await FailsAsync(archive[..Math.Min(archive.Length - 30, archive.Length * percent / 100)])).Code);
    }

    [Fact]
    public async Task An_archive_that_was_cut_between_two_files_is_broken()
    {
        var tar = Pack.Tar(Pack.FileEntry("a", Content), Pack.FileEntry("b", Content));
        var withoutEnd = tar[..^1024];

        Assert.Equal(ErrorCode.ArchiveBroken, (await FailsAsync(Pack.GZip(withoutEnd))).Code);
        Assert.Equal(ErrorCode.ArchiveBroken, (await FailsAsync(Pack.GZip(withoutEnd[..(withoutEnd.Length / 2)]))).Code);
    }

    [Fact]
    public async Task A_changed_byte_in_a_zip_archive_is_noticed_without_any_checksum_given()
    {
        var archive = Pack.Zip(CompressionLevel.NoCompression, ("a", Content, 0));
        archive[archive.AsSpan().IndexOf(Content)] ^= 1;

        Assert.Equal(ErrorCode.ArchiveBroken, (await FailsAsync(archive)).Code);
    }

    [Fact]
    public async Task Something_else_is_no_archive() =>
        Assert.Contains("neither a .tar.gz nor a .zip", (await FailsAsync("<html>Not found</html>"u8.ToArray())).Text, StringComparison.Ordinal);

    [Fact]
    public async Task A_header_that_claims_gigabytes_of_metadata_costs_none()
    {
        var tar = Pack.Tar(Pack.FileEntry("a", Content));
        Encoding.ASCII.GetBytes("16000000000").CopyTo(tar, 124);
        Encoding.ASCII.GetBytes("        ").CopyTo(tar, 148);
        Encoding.ASCII.GetBytes(Convert.ToString(tar.Take(512).Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.Equal(ErrorCode.ArchiveBroken, (await FailsAsync(Pack.GZip([.. tar, .. new byte[8 << 20]]))).Code);
        Assert.True(Environment.WorkingSet < 1L << 30, $"{GC.GetTotalAllocatedBytes(precise: true) - before} bytes were allocated");
    }

    private bool IsExecutable(string path) => OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(Inside, path)).HasFlag(UnixFileMode.UserExecute);

    private async Task<MeshException> RefusedAsync(byte[] archive)
    {
        var e = await FailsAsync(archive);
        Assert.Equal(ErrorCode.ArchiveRefused, e.Code);
        return e;
    }

    private async Task<MeshException> FailsAsync(byte[] archive, ArchiveLimits? limits = null)
    {
        var e = await Assert.ThrowsAsync<MeshException>(() => ExtractAsync(archive, limits));
        Assert.Equal(["inside"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
        return e;
    }

    private Task<IReadOnlyList<ArchiveFile>> ExtractAsync(byte[] archive, ArchiveLimits? limits = null)
    {
        Directory.Delete(Inside, recursive: true);
        return Archive.ExtractAsync(new MemoryStream(archive), Inside, limits ?? ArchiveLimits.Default, default);
    }
}
