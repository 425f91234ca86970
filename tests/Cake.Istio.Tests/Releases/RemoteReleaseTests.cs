using System.Runtime.InteropServices;
using Cake.Istio.Errors;
using Cake.Istio.Releases;
using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Releases;

public sealed class RemoteReleaseTests : IDisposable
{
    private const string FileName = "istio-1.2.2-linux.tar.gz";
    private static readonly byte[] Archive = Pack.TarGz(Large(TestRelease.Of("1.2.2", ReleaseEra.B)));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Cache => _folder["cache"];

    [Theory]
    [InlineData("1.2.2/" + FileName, "")]
    [InlineData(FileName, "")]
    [InlineData("a/1.2.2/b/" + FileName, "/a/{version}/b/{file}")]
    [InlineData("a/1.2.2/" + FileName, "/a/{version}")]
    [InlineData("mine.tgz", "/mine.tgz")]
    public async Task A_release_is_downloaded_checked_and_then_needs_no_server(string path, string url)
    {
        await using var server = Serve(path, Archive);
        var settings = Settings(server) with { DownloadUrl = server.Url + url };

        var first = await GetAsync(settings);
        var asked = server.Requests.Count;
        var second = await GetAsync(settings);

        Assert.Equal("1.2.2", first.Version.ToString());
        Assert.Equal(new ReleaseOrigin(ReleaseSource.Download, $"{server.Url}/{path}", Pack.Sha256(Archive)), first.Origin);
        Assert.Equal((ReleaseSource.Cache, first.Root), (second.Origin.Source, second.Root));
        Assert.Equal(asked, server.Requests.Count);
        Assert.Empty(TemporaryFolder.FilesIn(Path.Combine(Cache, "downloads")));
    }

    [Fact]
    public async Task Offline_the_cache_serves_and_no_server_is_asked()
    {
        await using var server = Serve(FileName, Archive);
        var settings = Settings(server) with { Offline = true };

        var e = await FailsAsync(settings, ErrorCode.ReleaseNotCached);
        await FailsAsync(settings with { IstioVersion = "latest" }, ErrorCode.LatestUnavailable);
        Assert.Empty(server.Requests);
        await GetAsync(settings with { Offline = false });
        var asked = server.Requests.Count;

        Assert.Equal(ReleaseSource.Cache, (await GetAsync(settings)).Origin.Source);
        Assert.Equal(asked, server.Requests.Count);
        Assert.Contains(Cache, e.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_zip_archive_of_windows_is_downloaded_there()
    {
        var zip = Pack.Zip(TestRelease.Of("1.30.3", ReleaseEra.E));
        await using var server = Serve("1.30.3/istio-1.30.3-win.zip", zip);
        var settings = Settings(server) with { IstioVersion = "1.30.3" };

        var release = await new ReleaseProvider(Options with { Platform = new(OSPlatform.Windows, Architecture.X64) }).GetAsync(settings, null, default);

        Assert.Equal(ReleaseEra.E, release.Layout.Era);
    }

    [Fact]
    public async Task An_archive_that_is_not_the_published_one_leaves_nothing_behind()
    {
        byte[] changed = [.. Archive[..1000], (byte)(Archive[1000] ^ 1), .. Archive[1001..]];
        await using var server = Serve(FileName, Archive, (request, answer) => request.Path == $"/{FileName}" ? ServerAnswer.File(request, changed) : answer);

        var e = await FailsAsync(Settings(server), ErrorCode.ChecksumMismatch);

        Assert.Contains(Pack.Sha256(changed), e.Text, StringComparison.Ordinal);
        Assert.Contains(Pack.Sha256(Archive), e.Text, StringComparison.Ordinal);
        AssertNothingCached();
    }

    [Fact]
    public async Task A_pin_counts_instead_of_the_published_checksum()
    {
        await using var server = new ArchiveServer(request => request.Path.EndsWith(".sha256", StringComparison.Ordinal) ? ServerAnswer.NotFound : ServerAnswer.File(request, Archive));

        await FailsAsync(Settings(server) with { Sha256 = new string('0', 64) }, ErrorCode.ChecksumMismatch);
        AssertNothingCached();
        await GetAsync(Settings(server) with { Sha256 = Pack.Sha256(Archive) });
        var asked = server.Requests.Count;
        Assert.Equal(ReleaseSource.Cache, (await GetAsync(Settings(server) with { Sha256 = Pack.Sha256(Archive) })).Origin.Source);
        Assert.Equal(asked, server.Requests.Count);
        Assert.DoesNotContain(server.Requests, request => request.Path.EndsWith(".sha256", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("<html>hello</html>")]
    [InlineData("abc")]
    public async Task Without_a_usable_published_checksum_and_without_a_pin_nothing_is_downloaded(string? published)
    {
        await using var server = Serve($"1.2.2/{FileName}", Archive, (request, answer) =>
            !request.Path.EndsWith(".sha256", StringComparison.Ordinal) || request.Path.StartsWith("/istio", StringComparison.Ordinal) ? answer
            : published is null ? ServerAnswer.NotFound : ServerAnswer.Text(published));

        var e = await FailsAsync(Settings(server), ErrorCode.ChecksumMissing);

        Assert.Contains("--sha256", e.Hint, StringComparison.Ordinal);
        AssertNothingCached();
    }

    [Theory]
    [InlineData("\uFEFF{0}  istio.tar.gz\n")]
    [InlineData("{0}\n")]
    public async Task A_published_checksum_may_begin_with_a_byte_order_mark_and_be_without_a_name(string published)
    {
        await using var server = Serve(FileName, Archive, (request, answer) =>
            request.Path.EndsWith(".sha256", StringComparison.Ordinal) && answer.Status == 200 ? ServerAnswer.Text(string.Format(null, published, Pack.Sha256(Archive))) : answer);

        Assert.Equal(Pack.Sha256(Archive), (await GetAsync(Settings(server))).Origin.Sha256);
    }

    [Fact]
    public async Task What_was_taken_without_a_checksum_is_checked_before_it_is_used_with_one()
    {
        var published = "0000";
        await using var server = Serve(FileName, Archive, (request, answer) => request.Path.EndsWith(".sha256", StringComparison.Ordinal) && answer.Status == 200 ? ServerAnswer.Text(published) : answer);
        await GetAsync(Settings(server) with { Sha256 = "none" });

        await FailsAsync(Settings(server), ErrorCode.ChecksumMissing);
        published = new string('0', 64);
        await FailsAsync(Settings(server), ErrorCode.ChecksumMismatch);
        published = Pack.Sha256(Archive);
        Assert.Equal(ReleaseSource.Cache, (await GetAsync(Settings(server))).Origin.Source);
        Assert.Equal(2, server.Requests.Count(request => request.Path == $"/{FileName}" && request.Header("Range") is null));
    }

    [Fact]
    public async Task An_unknown_version_names_every_url_that_was_tried()
    {
        await using var server = new ArchiveServer(_ => ServerAnswer.NotFound);

        var e = await FailsAsync(Settings(server) with { IstioVersion = "1.2.99" }, ErrorCode.UnknownVersion);

        Assert.Contains($"{server.Url}/1.2.99/istio-1.2.99-linux.tar.gz or {server.Url}/istio-1.2.99-linux.tar.gz", e.Text, StringComparison.Ordinal);
        Assert.Contains("--istio-version", e.Hint, StringComparison.Ordinal);
        AssertNothingCached();
        await FailsAsync(Settings(server) with { Sha256 = "none" }, ErrorCode.UnknownVersion);
        AssertNothingCached();
    }

    [Fact]
    public async Task An_archive_of_another_version_under_the_asked_name_is_refused()
    {
        await using var server = Serve("istio-1.2.3-linux.tar.gz", Archive);

        await FailsAsync(Settings(server) with { IstioVersion = "1.2.3" }, ErrorCode.VersionMismatch);

        AssertNothingCached();
    }

    [Theory]
    [InlineData(401, "--archive")]
    [InlineData(403, "--archive")]
    [InlineData(407, "HTTPS_PROXY")]
    [InlineData(400, "--download-url")]
    public async Task A_refusal_is_told_at_once_without_the_credentials_of_the_url(int status, string hint)
    {
        await using var server = new ArchiveServer(_ => new ServerAnswer(status, []));
        var url = server.Url.Replace("http://", "http://user:p%40ss@", StringComparison.Ordinal) + "/?token=secret";

        var e = await FailsAsync(Settings(server) with { DownloadUrl = url }, ErrorCode.DownloadFailed);

        Assert.Contains($"{status}", e.Text, StringComparison.Ordinal);
        Assert.Contains(hint, e.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("ss@", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
        Assert.Equal("Basic dXNlcjpwQHNz", Assert.Single(server.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Credentials_do_not_follow_a_redirect()
    {
        await using var other = Serve(FileName, Archive);
        await using var server = new ArchiveServer(request => new ServerAnswer(302, [], ("Location", $"{other.Url}{request.Path}")));
        var settings = Settings(server) with { DownloadUrl = server.Url.Replace("http://", "http://user:password@", StringComparison.Ordinal) };

        await GetAsync(settings);

        Assert.All(server.Requests, request => Assert.NotNull(request.Header("Authorization")));
        Assert.All(other.Requests, request => Assert.Null(request.Header("Authorization")));
    }

    [Fact]
    public async Task A_damaged_cache_entry_is_fetched_again()
    {
        await using var server = Serve(FileName, Archive);
        var release = await GetAsync(Settings(server));
        await File.AppendAllTextAsync(release.Layout.PermissiveManifest!, "x");
        var progress = new Progress();

        var again = await GetAsync(Settings(server), progress);

        Assert.Equal(ReleaseSource.Download, again.Origin.Source);
        Assert.Contains("istio-demo.yaml was changed", Assert.Single(progress.Notes), StringComparison.Ordinal);
        Assert.DoesNotContain("x", (await File.ReadAllTextAsync(release.Layout.PermissiveManifest!)).Split('\n'));
    }

    [Fact]
    public async Task Many_runs_at_once_download_it_once()
    {
        await using var server = Serve(FileName, Archive);

        var releases = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => GetAsync(Settings(server)))));

        Assert.Single(releases, release => release.Origin.Source == ReleaseSource.Download);
        Assert.Single(server.Requests, request => request.Path == $"/{FileName}");
    }

    [Fact]
    public async Task A_mirror_s_archive_does_not_stand_for_another_mirror_s()
    {
        var other = Pack.TarGz(TestRelease.Of("1.2.2", ReleaseEra.B));
        await using var one = Serve(FileName, Archive);
        await using var two = Serve(FileName, other);

        await GetAsync(Settings(one));

        Assert.Equal(Pack.Sha256(other), (await GetAsync(Settings(two))).Origin.Sha256);
    }

    [Theory]
    [InlineData("/istio/releases/tag/1.2.2")]
    [InlineData("/istio/releases/tag/1.2.2/")]
    public async Task Latest_is_what_the_releases_page_redirects_to(string target)
    {
        await using var server = new ArchiveServer(request => request.Path == "/latest" ? new ServerAnswer(302, [], ("Location", target)) : ServerAnswer.Text("page"));

        Assert.Equal("1.2.2", (await LatestVersion.FindAsync(Options with { Latest = new Uri($"{server.Url}/latest") }, null, null, default)).ToString());
    }

    [Fact]
    public async Task Latest_is_an_error_on_a_mirror_and_where_the_page_does_not_redirect()
    {
        await using var server = new ArchiveServer(_ => ServerAnswer.Text("page"));

        await FailsAsync(Settings(server) with { IstioVersion = "latest" }, ErrorCode.LatestUnavailable);
        await FailsAsync(new MeshSettings { IstioVersion = "latest", Cache = Cache }, ErrorCode.LatestUnavailable, Options with { Latest = new Uri($"{server.Url}/latest") });
    }

    private static ReleaseProviderOptions Options { get; } = new()
    {
        Platform = new(OSPlatform.Linux, Architecture.X64),
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    private static Dictionary<string, byte[]> Large(Dictionary<string, byte[]> files)
    {
        var content = new byte[300_000];
        new Random(1).NextBytes(content);
        files["istio-1.2.2/tools/large"] = content;
        return files;
    }

    private static ArchiveServer Serve(string path, byte[] archive, Func<ServerRequest, ServerAnswer, ServerAnswer>? change = null) =>
        ArchiveServer.Of(new Dictionary<string, byte[]> { [path] = archive }, change);

    private MeshSettings Settings(ArchiveServer server) => new() { IstioVersion = "1.2.2", DownloadUrl = server.Url, Cache = Cache };

    private static Task<Release> GetAsync(MeshSettings settings, IProgress<DownloadProgress>? progress = null, ReleaseProviderOptions? options = null) =>
        new ReleaseProvider(options ?? Options).GetAsync(settings, progress, default);

    private static async Task<MeshException> FailsAsync(MeshSettings settings, string code, ReleaseProviderOptions? options = null)
    {
        var e = await Assert.ThrowsAsync<MeshException>(() => GetAsync(settings, null, options));
        Assert.Equal(code, e.Code);
        return e;
    }

    private void AssertNothingCached() => Assert.DoesNotContain(TemporaryFolder.FilesIn(Cache), file => !file.EndsWith(".lock", StringComparison.Ordinal));
}
