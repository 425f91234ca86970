using System.Diagnostics;
using System.Runtime.InteropServices;
using Cake.Istio.Errors;
using Cake.Istio.Releases;
using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Releases;

public sealed class DownloadTransferTests : IDisposable
{
    private const string FileName = "istio-1.2.2-linux.tar.gz";
    private static readonly byte[] Archive = MakeArchive();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Downloads => _folder["cache/downloads"];

    [Fact]
    public async Task A_cut_transfer_goes_on_where_it_broke_however_often()
    {
        await using var server = Serve((_, answer) => answer with { CutAfter = Math.Min(answer.Body.Length, 20_000) });

        var release = await GetAsync(server);

        Assert.Equal(Pack.Sha256(Archive), release.Origin.Sha256);
        var ranges = ArchiveRequests(server).Select(request => request.Header("Range")).ToList();
        Assert.Equal(Enumerable.Range(0, (Archive.Length / 20_000) + 1).Select(n => n == 0 ? null : $"bytes={n * 20_000}-"), ranges);
    }

    [Fact]
    public async Task A_later_run_goes_on_with_what_an_earlier_one_left()
    {
        await using (var server = Serve((_, answer) => answer with { CutAfter = 50_000 }, once: true))
            Assert.Equal(ErrorCode.DownloadFailed, (await FailsAsync(server, Options with { Retries = 1 })).Code);
        Assert.Single(Directory.GetFiles(Downloads, "*.partial"), file => new FileInfo(file).Length == 50_000);
        // The same URL, so the same port.
        await using var again = Serve(null, port: new Uri(_url!).Port);

        await GetAsync(again);

        Assert.Equal("bytes=50000-", Assert.Single(ArchiveRequests(again)).Header("Range"));
        Assert.Empty(TemporaryFolder.FilesIn(Downloads));
    }

    [Fact]
    public async Task A_transfer_that_was_complete_when_its_run_was_killed_is_not_repeated()
    {
        await using var server = Serve(null);
        using (var stop = new CancellationTokenSource())
        {
            // The last report comes when all bytes are there and nothing is unpacked.
            var progress = new Progress(report => { if (report.Bytes == Archive.Length) stop.Cancel(); });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GetAsync(server, Options, progress, stop.Token));
        }

        await GetAsync(server);

        Assert.Equal([null, $"bytes={Archive.Length}-"], ArchiveRequests(server).Select(request => request.Header("Range")));
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_taken_from_its_beginning()
    {
        var other = (byte[])[.. Archive, 0];
        var cut = false;
        await using var server = Serve((request, answer) =>
        {
            if (cut)
                return answer;
            cut = true;
            return ServerAnswer.File(request, other) with { CutAfter = 30_000 };
        });

        Assert.Equal(Pack.Sha256(Archive), (await GetAsync(server)).Origin.Sha256);
        Assert.Equal("bytes=30000-", ArchiveRequests(server).Last().Header("Range"));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("weak")]
    public async Task A_server_without_ranges_or_a_firm_entity_tag_is_asked_for_everything_again(string kind)
    {
        var cuts = 2;
        await using var server = Serve((_, _) => new ServerAnswer(200, Archive, kind == "weak" ? [("ETag", "W/\"1\"")] : []) { CutAfter = cuts-- > 0 ? 30_000 : null });

        await GetAsync(server);

        Assert.All(ArchiveRequests(server), request => Assert.Null(request.Header("Range")));
        Assert.Equal(3, ArchiveRequests(server).Count);
    }

    [Fact]
    public async Task A_date_serves_as_well_as_an_entity_tag()
    {
        const string date = "Mon, 01 Jul 2019 10:00:00 GMT";
        await using var server = Serve((request, _) => request.Header("Range") is null
            ? new ServerAnswer(200, Archive, ("Last-Modified", date)) { CutAfter = 30_000 }
            : new ServerAnswer(206, Archive[30_000..], ("Content-Range", $"bytes 30000-{Archive.Length - 1}/{Archive.Length}")));

        await GetAsync(server);

        Assert.Equal(date, ArchiveRequests(server).Last().Header("If-Range"));
    }

    [Fact]
    public async Task Pieces_that_do_not_fit_together_are_thrown_away_and_taken_anew()
    {
        var answers = 0;
        await using var server = Serve((request, answer) => ++answers switch
        {
            1 => answer with { CutAfter = 30_000 },
            2 => new ServerAnswer(206, new byte[Archive.Length - 30_000], ("Content-Range", $"bytes 30000-{Archive.Length - 1}/{Archive.Length}")),
            _ => answer,
        });
        var progress = new Progress();

        Assert.Equal(Pack.Sha256(Archive), (await GetAsync(server, Options, progress)).Origin.Sha256);
        Assert.Contains(progress.Notes, note => note.Contains("starting over", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bytes 0-99/100")]
    [InlineData("bytes 30000-30099/99")]
    [InlineData(null)]
    public async Task Another_part_than_was_asked_for_is_not_put_in(string? range)
    {
        var answers = 0;
        await using var server = Serve((_, answer) => ++answers switch
        {
            1 => answer with { CutAfter = 30_000 },
            2 => range is null ? new ServerAnswer(206, new byte[100]) : new ServerAnswer(206, new byte[100], ("Content-Range", range)),
            _ => answer,
        });

        Assert.Equal(Pack.Sha256(Archive), (await GetAsync(server)).Origin.Sha256);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task An_answer_that_may_pass_is_asked_for_again(int status)
    {
        var failures = 3;
        await using var server = Serve((_, answer) => failures-- > 0 ? new ServerAnswer(status, []) : answer, alsoChecksum: true);

        await GetAsync(server);

        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_keeps_failing_is_given_up()
    {
        await using var server = Serve((_, _) => new ServerAnswer(503, []), alsoChecksum: true);

        var e = await FailsAsync(server, Options with { Retries = 2 });

        Assert.Equal(ErrorCode.DownloadFailed, e.Code);
        Assert.Contains("503", e.Text, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task The_server_says_how_long_to_wait()
    {
        var failures = 1;
        await using var server = Serve((_, answer) => failures-- > 0 ? new ServerAnswer(503, [], ("Retry-After", "7")) : answer);
        var progress = new Progress();
        var time = new QuickTime();

        await GetAsync(server, Options with { Time = time, RetryDelay = TimeSpan.FromMilliseconds(1) }, progress);

        Assert.Contains(TimeSpan.FromSeconds(7), time.Waits);
        Assert.Contains(progress.Notes, note => note.Contains("503", StringComparison.Ordinal) && note.Contains("in 7 s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("3600")]
    [InlineData("Tue, 31 Dec 2999 23:59:59 GMT")]
    public async Task A_server_that_asks_to_wait_too_long_is_given_up(string retryAfter)
    {
        await using var server = Serve((_, _) => new ServerAnswer(429, [], ("Retry-After", retryAfter)));

        Assert.Contains("429 Answer and asks to wait", (await FailsAsync(server, Options)).Text, StringComparison.Ordinal);
        Assert.Single(ArchiveRequests(server));
    }

    [Fact]
    public async Task A_stalled_transfer_is_taken_up_again()
    {
        var stalls = 1;
        await using var server = Serve((_, answer) => stalls-- > 0 ? answer with { StallAfter = 30_000 } : answer);
        var progress = new Progress();

        await GetAsync(server, Options with { StallTimeout = TimeSpan.FromMilliseconds(200) }, progress);

        Assert.Contains(progress.Notes, note => note.Contains("sent nothing", StringComparison.Ordinal));
        Assert.Equal("bytes=30000-", ArchiveRequests(server).Last().Header("Range"));
    }

    [Fact]
    public async Task A_cancelled_run_ends_at_once()
    {
        await using var server = Serve((_, answer) => answer with { StallAfter = 30_000 });
        using var stop = new CancellationTokenSource();
        var running = GetAsync(server, Options, null, stop.Token);
        while (ArchiveRequests(server).Count == 0)
            await Task.Delay(5);

        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"it took {watch.Elapsed}");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        string url;
        await using (var server = Serve(null))
            url = server.Url;

        var e = await Assert.ThrowsAsync<MeshException>(() => new ReleaseProvider(Options with { Retries = 1 }).GetAsync(Settings(url), null, default));

        Assert.Equal(ErrorCode.DownloadFailed, e.Code);
        Assert.Contains(url, e.Text, StringComparison.Ordinal);
        Assert.Contains("refused", e.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_that_is_missing_or_too_large_does_no_harm()
    {
        var answers = 0;
        await using var server = Serve((_, answer) => ++answers == 1 ? answer with { Length = Archive.Length + 1 } : answer with { Length = -1 });

        Assert.Equal(Pack.Sha256(Archive), (await GetAsync(server)).Origin.Sha256);
    }

    [Fact]
    public async Task More_than_a_release_can_have_is_not_taken()
    {
        await using var server = Serve((_, answer) => answer with { Length = -1 });

        var e = await FailsAsync(server, Options with { Limits = new(100_000, 100) });

        Assert.Equal(ErrorCode.DownloadFailed, e.Code);
        Assert.Contains("larger than", e.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_ends_with_all_bytes_and_a_rate()
    {
        await using var server = Serve(null);
        var progress = new Progress();

        await GetAsync(server, Options, progress);

        var last = progress.Reports.Last();
        Assert.Equal((FileName, (long)Archive.Length, (long?)Archive.Length, null), (last.File, last.Bytes, last.Total, last.Note));
        Assert.True(last.BytesPerSecond > 0);
        Assert.True(progress.Reports.Count <= 3);
    }

    private string? _url;

    private static ReleaseProviderOptions Options { get; } = new()
    {
        Platform = new(OSPlatform.Linux, Architecture.X64),
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    private static byte[] MakeArchive()
    {
        var files = TestRelease.Of("1.2.2", ReleaseEra.B);
        var content = new byte[130_000];
        new Random(1).NextBytes(content);
        files["istio-1.2.2/tools/large"] = content;
        return Pack.TarGz(files);
    }

    private static List<ServerRequest> ArchiveRequests(ArchiveServer server) => [.. server.Requests.Where(request => request.Path == $"/{FileName}")];

    // Only answers about the archive are changed, unless the checksum's are to be, too.
    private ArchiveServer Serve(Func<ServerRequest, ServerAnswer, ServerAnswer>? change, bool alsoChecksum = false, bool once = false, int port = 0)
    {
        var changed = 0;
        var server = ArchiveServer.Of(
            new Dictionary<string, byte[]> { [FileName] = Archive },
            (request, answer) => change is null || !(alsoChecksum || request.Path == $"/{FileName}") ? answer
                : once && changed++ > 0 ? new ServerAnswer(503, [])
                : change(request, answer),
            port);
        _url = server.Url;
        return server;
    }

    private MeshSettings Settings(string url) => new() { IstioVersion = "1.2.2", DownloadUrl = $"{url}/{{file}}", Cache = _folder["cache"] };

    private Task<Release> GetAsync(ArchiveServer server, ReleaseProviderOptions? options = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new ReleaseProvider(options ?? Options).GetAsync(Settings(server.Url), progress, cancellationToken);

    private Task<MeshException> FailsAsync(ArchiveServer server, ReleaseProviderOptions options) => Assert.ThrowsAsync<MeshException>(() => GetAsync(server, options));
}
