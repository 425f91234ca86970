using Cake.Istio.Errors;
using Cake.Istio.Releases;
using Cake.Istio.Reporting;

namespace Cake.Istio.Tests.Releases;

/// <summary>What may pass is tried again, and not for ever.</summary>
public sealed class DownloadRetryTests : DownloadTests
{
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
    public async Task Trouble_with_the_checksum_is_not_told_as_the_archives()
    {
        var failures = 1;
        await using var server = Serve((_, answer) => failures-- > 0 ? new ServerAnswer(503, []) : answer, alsoChecksum: true);
        var progress = new Progress();

        await GetAsync(server, progress: progress);

        var report = progress.Reports.First(report => report.Note is not null);
        Assert.StartsWith("its .sha256: the server answered 503", report.Note, StringComparison.Ordinal);
        Assert.Equal(FileName, DownloadLog.Describe(report));
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

        await GetAsync(server, Options with { StallTimeout = TimeSpan.FromSeconds(3) }, progress);

        Assert.Contains(progress.Notes, note => note.Contains("sent nothing", StringComparison.Ordinal));
        Assert.Equal("bytes=30000-", ArchiveRequests(server).Last().Header("Range"));
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
}
