using System.Diagnostics;
using System.Text;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests;

/// <summary>Files of every encoding, and files that are not there.</summary>
public sealed class ManifestFileTests : IDisposable
{
    private const string Text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {x: 服务}\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("manifest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Utf8_with_and_without_a_byte_order_mark_is_read()
    {
        foreach (var mark in new[] { false, true })
        {
            var content = await ReadAsync([.. new UTF8Encoding(mark).GetPreamble(), .. Encoding.UTF8.GetBytes(Text)]);
            Assert.Equal("服务", (string?)Assert.Single(content.Objects).Json["data"]!["x"]);
        }
    }

    [Fact]
    public async Task Windows_line_ends_are_read()
    {
        var content = await ReadAsync(Encoding.UTF8.GetBytes((Text + "---\n" + Text).Replace("\n", "\r\n", StringComparison.Ordinal)));

        Assert.Equal(2, content.Objects.Count);
        Assert.Equal(6, content.Objects[1].Source.Line);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task Another_unicode_encoding_is_refused(string encoding)
    {
        foreach (var preamble in new[] { Encoding.GetEncoding(encoding).GetPreamble(), [] })
        {
            var e = await Assert.ThrowsAsync<MeshException>(() => ReadAsync([.. preamble, .. Encoding.GetEncoding(encoding).GetBytes(Text)]));
            Assert.Equal(ErrorCode.ManifestUnreadable, e.Code);
            Assert.Contains("UTF-8", e.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_refused_with_their_position()
    {
        var e = await Assert.ThrowsAsync<MeshException>(() => ReadAsync([.. "a: 1\nb: x"u8, 0xE9, .. "\n"u8]));

        Assert.Equal(ErrorCode.ManifestUnreadable, e.Code);
        Assert.Equal((2, 5), (e.Location!.Line, e.Location.Column));
    }

    [Fact]
    public async Task A_missing_file_is_an_error_of_ours()
    {
        var path = Path.Combine(_folder, "none.yaml");
        var e = await Assert.ThrowsAsync<MeshException>(() => ManifestReader.ReadFileAsync(path, default));

        Assert.Equal(ErrorCode.ManifestUnreadable, e.Code);
        Assert.Equal(path, e.Location!.File);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    [InlineData(null)]
    public async Task What_is_no_regular_file_is_refused_without_being_opened(string? device)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes and devices among files");
        var path = Path.Combine(_folder, "crd.yaml");
        if (device is not null)
            File.CreateSymbolicLink(path, device);
        else
            await Process.Start("mkfifo", path).WaitForExitAsync(TestContext.Current.CancellationToken);

        var e = await Assert.ThrowsAsync<MeshException>(
            () => Task.Run(() => ManifestReader.ReadFileAsync(path, TestContext.Current.CancellationToken)).WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.Equal(ErrorCode.ManifestUnreadable, e.Code);
        Assert.Equal("the manifest is empty, or no regular file.", e.Text);
        Assert.Equal(path, e.Location!.File);
    }

    [Fact]
    public async Task A_link_to_a_large_file_is_refused_by_the_files_size()
    {
        var (large, link) = (Path.Combine(_folder, "large"), Path.Combine(_folder, "link.yaml"));
        await using (var file = File.Create(large))
            file.SetLength((32 * 1024 * 1024) + 1);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a link needs a privilege on Windows");
        File.CreateSymbolicLink(link, large);

        var e = await Assert.ThrowsAsync<MeshException>(() => ManifestReader.ReadFileAsync(link, default));

        Assert.Equal("the manifest has more than 33554432 bytes; such are not read.", e.Text);
    }

    private async Task<ManifestContent> ReadAsync(byte[] bytes)
    {
        var path = Path.Combine(_folder, "m.yaml");
        await File.WriteAllBytesAsync(path, bytes);
        return await ManifestReader.ReadFileAsync(path, default);
    }
}
