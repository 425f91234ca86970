using System.Diagnostics;
using Cake.Istio.Errors;

namespace Cake.Istio.Tests.Releases;

public sealed class DownloadTransferTests : DownloadTests
{
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
        int port;
        await using (var server = Serve((_, answer) => answer with { CutAfter = 50_000 }, once: true))
        {
            port = new Uri(server.Url).Port;
            Assert.Equal(ErrorCode.DownloadFailed, (await FailsAsync(server, Options with { Retries = 1 })).Code);
        }
        Assert.Single(Directory.GetFiles(Downloads, "*.partial"), file => new FileInfo(file).Length == 50_000);
        // The same URL, so the same port.
        await using var again = Serve(null, port: port);

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
}
