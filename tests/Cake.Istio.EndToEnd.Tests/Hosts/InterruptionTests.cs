using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Cake.Istio.EndToEnd.Tests.Installs;
using Cake.Istio.EndToEnd.Tests.Processes;
using Cake.Istio.Sandbox;

namespace Cake.Istio.EndToEnd.Tests.Hosts;

/// <summary>Ctrl+C and SIGTERM end a run soon and in order, wherever it is.</summary>
public sealed class InterruptionTests : IDisposable
{
    // A run ends within a second of the signal; the rest is for the signal's own process and for a machine that is busy with other tests.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

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

        await AssertEndsAsync(process, signal, "Download");
    }

    [Fact]
    public async Task A_download_is_interrupted_while_bytes_arrive()
    {
        using var slow = new TcpListener(IPAddress.Loopback, 0);
        slow.Start();
        using var process = Start("--target=Download", "--istio-version=1.2.2", "--sha256=none", $"--download-url=http://{slow.LocalEndpoint}", "--cache=cache");
        using var connection = await slow.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = connection.GetStream();
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\nbeginning"u8.ToArray(), TestContext.Current.CancellationToken);
        while (!Directory.EnumerateFiles(_folder.Path, "*.tar.gz*", SearchOption.AllDirectories).Any())
            await Task.Delay(10, TestContext.Current.CancellationToken);

        await AssertEndsAsync(process, "INT", "Download");
    }

    [Theory]
    [InlineData("latency=20s", "Cluster:", "Preflight")]
    [InlineData("latency=20s,path=*/leases/*", "Namespace istio-system created", "InstallCrds")]
    [InlineData("latency=6s,method=PATCH,path=*/deployments/*", "ServiceAccount ", "InstallMesh")]
    [InlineData("pod=istio-*,reason=NotReady", "Waiting for Deployment", "InstallMesh")]
    public async Task An_install_is_interrupted_in_every_phase(string faults, string line, string task)
    {
        await using var sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions { Faults = faults }, TestContext.Current.CancellationToken);
        using var process = Start("--target=InstallMesh", $"--kubeconfig={sandbox.Kubeconfig}", $"--archive={Path.Combine(TestPaths.Repository, "manifests", "sample")}", "--cache=cache");
        await process.WaitForLineAsync(line);

        await AssertEndsAsync(process, "INT", task);

        // In order: nobody has to wait until the lock expires.
        if (task == "InstallMesh")
        {
            using var cluster = new SandboxCluster(sandbox);
            Assert.Equal("", await cluster.LockHolderAsync());
        }
    }

    [Fact]
    public async Task A_served_sandbox_ends_well()
    {
        using var process = Start("--target=Sandbox");
        await process.WaitForLineAsync("Serving");

        var (result, elapsed) = await EndAsync(process, "INT");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.InRange(elapsed, TimeSpan.Zero, Soon);
    }

    private static async Task AssertEndsAsync(TestProcess process, string signal, string task)
    {
        var (result, elapsed) = await EndAsync(process, signal);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"MESH1901: interrupted by SIG{signal} in {task}", result.Error, StringComparison.Ordinal);
        Assert.Contains("Run the same command again", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.InRange(elapsed, TimeSpan.Zero, Soon);
    }

    private static async Task<(ProcessResult Result, TimeSpan Elapsed)> EndAsync(TestProcess process, string signal)
    {
        var start = Stopwatch.GetTimestamp();
        await TestProcess.RunAsync("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var result = await process.WaitAsync();
        var elapsed = Stopwatch.GetElapsedTime(start);
        TestContext.Current.TestOutputHelper?.WriteLine($"ended {elapsed.TotalMilliseconds:0} ms after SIG{signal}");
        return (result, elapsed);
    }

    private TestProcess Start(params string[] arguments) => TestProcess.Start("dotnet", [TestPaths.Host, .. arguments], _folder.Path);
}
