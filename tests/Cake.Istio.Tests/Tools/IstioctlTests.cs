using System.Diagnostics;
using Cake.Core.Diagnostics;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Tests.Releases;
using Cake.Istio.Tools;

namespace Cake.Istio.Tests.Tools;

public sealed class IstioctlTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ToolContext _context;

    public IstioctlTests() => _context = new ToolContext(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_output_is_what_the_program_printed_and_its_warnings_go_to_the_log()
    {
        var yaml = _context.IstioctlManifestGenerate(new IstioctlSettings { ToolPath = Program("printf 'a: ü\\n---\\nb: 2\\n'; echo '! old API' >&2") });

        Assert.Equal("a: ü\n---\nb: 2\n", yaml);
        Assert.Contains((LogLevel.Warning, "istioctl: ! old API"), _context.Lines);
    }

    [Theory]
    [InlineData("profile=demo")]
    [InlineData("a b=\"c\"")]
    [InlineData("path=C:\\folder\\")]
    [InlineData("annotations.container\\.apparmor=\\\"x\\\\\"")]
    [InlineData("empty=")]
    [InlineData("quote=\"")]
    [InlineData("dollar=$HOME `id` *;")]
    public void Every_value_arrives_unchanged(string value)
    {
        var yaml = _context.IstioctlManifestGenerate(new IstioctlSettings { ToolPath = Program("printf '%s\\n' \"$@\""), Set = [value, "last"] });

        Assert.Equal($"manifest\ngenerate\n--set\n{value}\n--set\nlast\n", yaml);
    }

    [Fact]
    public void A_failure_is_told_in_the_program_s_own_words()
    {
        var e = Fails(Program("echo out; echo 'Error: unknown profile \"x\"' >&2; exit 64"));

        Assert.Equal(ErrorCode.IstioctlFailed, e.Code);
        Assert.Contains("exit code 64", e.Text, StringComparison.Ordinal);
        Assert.Contains("unknown profile \"x\"", e.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 1", "--profile and --set")]
    [InlineData("kill -9 $$", "signal 9")]
    public void The_way_out_fits_how_it_ended(string script, string hint) => Assert.Contains(hint, Fails(Program(script)).Hint, StringComparison.Ordinal);

    [Fact]
    public void A_program_that_cannot_be_started_is_an_error_of_ours()
    {
        var notExecutable = _folder.Write("bin/istioctl", "#!/bin/sh\n"u8.ToArray());

        Assert.Contains("cannot be started", Fails(notExecutable).Text, StringComparison.Ordinal);
        Assert.Contains("cannot be started", Fails(_folder["missing"]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_ends_at_once_and_so_does_the_program()
    {
        using var stop = new CancellationTokenSource();
        var program = Program($"echo $$ > '{_folder["pid"]}'; exec sleep 60");
        var running = new IstioctlRunner(_context).GenerateAsync(program, [], stop.Token);
        while (!File.Exists(_folder["pid"]) || new FileInfo(_folder["pid"]).Length == 0)
            await Task.Delay(5);

        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"it took {watch.Elapsed}");
        await EndedProcess.AwaitAsync(int.Parse(await File.ReadAllTextAsync(_folder["pid"], TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_program_has_started_ends_with_it(bool isCancelled)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "whether a process is there is read from /proc");
        using var stop = new CancellationTokenSource();
        var settings = new IstioctlSettings { ToolPath = Program($"sleep 60 &\necho $! > '{_folder["pid"]}'\nwait"), ToolTimeout = isCancelled ? null : TimeSpan.FromSeconds(2) };
        var running = new IstioctlRunner(_context).GenerateAsync(settings, stop.Token);
        while (!File.Exists(_folder["pid"]) || new FileInfo(_folder["pid"]).Length == 0)
            await Task.Delay(5);

        if (isCancelled)
            await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => running);

        var child = int.Parse(await File.ReadAllTextAsync(_folder["pid"]));
        Assert.True(await IsGoneAsync(child), "the child goes on");
    }

    [Fact]
    public void A_program_that_asks_something_gets_no_answer_and_does_not_wait_for_one() =>
        Assert.Equal("read:\n", _context.IstioctlManifestGenerate(new IstioctlSettings { ToolPath = Program("read answer; echo \"read:$answer\"") }));

    [Fact]
    public void A_program_that_does_not_end_or_never_stops_printing_is_ended()
    {
        Assert.Contains("did not end", Fails(Program("exec sleep 60"), TimeSpan.FromMilliseconds(100)).Text, StringComparison.Ordinal);
        Assert.Contains("printed more", Fails(Program("exec yes 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_line_of_words_without_an_end_the_last_part_is_shown()
    {
        var words = Fails(Program("head -c 10000000 /dev/zero | tr '\\0' a >&2; echo >&2; echo last >&2; exit 3")).Text;
        Assert.InRange(words.Length, 4096, 8192);
        Assert.Contains("last", words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_ends_and_leaves_another_one_holding_its_output_is_not_waited_for()
    {
        var watch = Stopwatch.StartNew();
        Assert.Contains("holds its output", Fails(Program("echo a: 1; sleep 20 & exit 0")).Text, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"it took {watch.Elapsed}");
    }

    [Fact]
    public async Task A_run_whose_time_ends_while_the_program_goes_on_names_it()
    {
        using var deadline = new RunDeadline(TimeSpan.FromMilliseconds(500), TimeProvider.System, TestContext.Current.CancellationToken);
        var program = Program("exec sleep 60");

        var e = await Assert.ThrowsAsync<MeshException>(() => deadline.RunAsync(cancel => new AwaitedIstioctl(new IstioctlRunner(_context), deadline).GenerateAsync(program, [], cancel)));

        Assert.Equal(ErrorCode.RunDeadlineExceeded, e.Code);
        Assert.Contains($"waiting for {program} manifest generate", e.Text, StringComparison.Ordinal);
    }

    // A killed process is there until somebody has asked how it ended.
    private static async Task<bool> IsGoneAsync(int id)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var stat = $"/proc/{id}/stat";
            if (!File.Exists(stat) || (await File.ReadAllTextAsync(stat)).Contains(") Z ", StringComparison.Ordinal))
                return true;
            await Task.Delay(20);
        }

        return false;
    }

    private MeshException Fails(string program, TimeSpan? timeout = null) =>
        Assert.Throws<MeshException>(() => _context.IstioctlManifestGenerate(new IstioctlSettings { ToolPath = program, ToolTimeout = timeout }));

    private string Program(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for istioctl is a shell script");
        var path = _folder.Write("istioctl", System.Text.Encoding.UTF8.GetBytes($"#!/bin/sh\n{script}\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
