using System.Formats.Tar;
using System.Text;
using Cake.Istio.Errors;
using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Releases;

public sealed class ArchiveLinkTests : IDisposable
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("content");
    private readonly TemporaryFolder _folder = new();

    private string Inside => Directory.CreateDirectory(_folder["inside"]).FullName;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "a/link", "b/file")]
    [InlineData(TarEntryType.SymbolicLink, "a/link", "./b/../b/file")]
    [InlineData(TarEntryType.SymbolicLink, "link", "a/b/file")]
    [InlineData(TarEntryType.SymbolicLink, "a/b/c/link", "../../b/file")]
    [InlineData(TarEntryType.HardLink, "a/b/c/link", "a/b/file")]
    public async Task A_link_to_a_file_of_the_archive_becomes_a_copy(TarEntryType type, string link, string target)
    {
        await ExtractAsync(Pack.FileEntry("a/b/file", Content), Pack.Link(type, link, target));

        Assert.Equal(Content, await File.ReadAllBytesAsync(Path.Combine(Inside, link)));
        Assert.Null(new FileInfo(Path.Combine(Inside, link)).LinkTarget);
    }

    [Fact]
    public async Task A_link_may_come_first_and_lead_over_another()
    {
        await ExtractAsync(
            Pack.Link(TarEntryType.SymbolicLink, "one", "two"),
            Pack.Link(TarEntryType.SymbolicLink, "two", "folder/three"),
            Pack.Link(TarEntryType.HardLink, "folder/three", "folder/bin/istioctl"),
            Pack.FileEntry("folder/bin/istioctl", Content));

        Assert.Equal(Content, await File.ReadAllBytesAsync(Path.Combine(Inside, "one")));
        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(Path.Combine(Inside, "one")).HasFlag(UnixFileMode.UserExecute));
    }

    [Theory]
    [InlineData("link", "../outside")]
    [InlineData("a/link", "../../outside")]
    [InlineData("link", "/etc/passwd")]
    [InlineData("link", "a/../../outside")]
    [InlineData("link", "..")]
    [InlineData("link", "C:/outside")]
    [InlineData("link", "..\\outside")]
    [InlineData("link", ".")]
    [InlineData("link", "a")]
    [InlineData("link", "a/")]
    [InlineData("link", "missing")]
    [InlineData("link", "a/file/x")]
    [InlineData("link", "link")]
    public async Task A_symbolic_link_that_leaves_the_folder_or_ends_at_no_file_is_refused(string name, string target)
    {
        await RefusedAsync(Pack.TarGz(Pack.FileEntry("a/file", Content), Pack.Link(TarEntryType.SymbolicLink, name, target)));
        await RefusedAsync(Pack.Zip(("a/file", Content, 0), (name, Encoding.UTF8.GetBytes(target), 0xA000 | 0b111_111_111)));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("a")]
    [InlineData("missing")]
    public async Task A_hard_link_that_leaves_the_folder_or_ends_at_no_file_is_refused(string target) =>
        await RefusedAsync(Pack.TarGz(Pack.FileEntry("a/file", Content), Pack.Link(TarEntryType.HardLink, "link", target)));

    [Fact]
    public async Task A_chain_that_leaves_the_folder_only_when_followed_is_refused() =>
        // Read as text, two/../../outside stays inside; followed, it starts at the top.
        await RefusedAsync(Pack.TarGz(
            Pack.FileEntry("a/b/file", Content),
            Pack.FileEntry("outside", Content),
            Pack.Link(TarEntryType.SymbolicLink, "a/b/two", "../.."),
            Pack.Link(TarEntryType.SymbolicLink, "a/b/one", "two/../../outside")));

    [Fact]
    public async Task Links_that_go_round_in_a_circle_are_refused() =>
        await RefusedAsync(Pack.TarGz(Pack.Link(TarEntryType.SymbolicLink, "a", "b"), Pack.Link(TarEntryType.SymbolicLink, "b", "./a")));

    [Fact]
    public async Task Nothing_is_written_through_a_link()
    {
        await RefusedAsync(Pack.TarGz(Pack.Link(TarEntryType.SymbolicLink, "a", "../outside"), Pack.FileEntry("a/file", Content)));
        await RefusedAsync(Pack.TarGz(Pack.Link(TarEntryType.SymbolicLink, "a", "b"), Pack.FileEntry("b/x", Content), Pack.FileEntry("a/file", Content)));
        await RefusedAsync(Pack.TarGz(Pack.FileEntry("a/x", Content), Pack.Link(TarEntryType.SymbolicLink, "a", "b")));
        await RefusedAsync(Pack.TarGz(Pack.FileEntry("x", Content), Pack.Link(TarEntryType.HardLink, "a", "x"), Pack.FileEntry("a", Content)));
    }

    private async Task RefusedAsync(byte[] archive)
    {
        await File.WriteAllBytesAsync(_folder["outside"], Content);
        Directory.Delete(Inside, recursive: true);
        var e = await Assert.ThrowsAsync<MeshException>(() => Archive.ExtractAsync(new MemoryStream(archive), Inside, ArchiveLimits.Default, default));

        Assert.Equal(ErrorCode.ArchiveRefused, e.Code);
        Assert.Equal(["inside", "outside"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
        Assert.All(Directory.EnumerateFileSystemEntries(Inside, "*", SearchOption.AllDirectories), path => Assert.Null(new FileInfo(path).LinkTarget));
    }

    private Task<IReadOnlyList<ArchiveFile>> ExtractAsync(params TarEntry[] entries) =>
        Archive.ExtractAsync(new MemoryStream(Pack.TarGz(entries)), Inside, ArchiveLimits.Default, default);
}
