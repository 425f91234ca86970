using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Hosts;

/// <summary>Ctrl+C and SIGTERM end a run soon and in order.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InterruptionTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_run_that_waits_for_a_server_says_what_was_interrupted(string signal)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var process = Start("--target=Download", "--istio-version=1.2.2", $"--download-url=http://{silent.LocalEndpoint}", "--cache=cache");
        using var connection = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        var (result, elapsed) = await EndAsync(process, signal);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"MESH1901: interrupted by SIG{signal} in Download", result.Error, StringComparison.Ordinal);
        Assert.Contains("Run the same command again", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.InRange(elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_served_sandbox_ends_well()
    {
        using var process = Start("--target=Sandbox");
        await process.WaitForLineAsync("Serving");

        var (result, elapsed) = await EndAsync(process, "INT");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.InRange(elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static async Task<(ProcessResult Result, TimeSpan Elapsed)> EndAsync(TestProcess process, string signal)
    {
        var start = Stopwatch.GetTimestamp();
        await TestProcess.RunAsync("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        return (await process.WaitAsync(), Stopwatch.GetElapsedTime(start));
    }

    private TestProcess Start(params string[] arguments) => TestProcess.Start("dotnet", [TestPaths.Host, .. arguments], _folder.Path);
}
