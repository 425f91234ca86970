namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>The sample release on the sandbox: what a newcomer runs first.</summary>
public sealed class SampleInstallTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public async Task A_first_run_installs_everything_and_a_second_one_persists_nothing()
    {
        var first = await _rehearsal.RunAsync("--target=Verify");

        Assert.True(first.ExitCode == 0, first.Output + first.Error);
        Assert.Equal("", first.Error);
        Assert.Contains("Rehearsal: the sandbox at", first.Output, StringComparison.Ordinal);
        Assert.Contains("28 custom resource definitions", first.Lines);
        Assert.Contains("15 pods", first.Lines);
        Assert.Contains("16 services", first.Lines);
        Assert.Equal(12, first.Lines.Count(line => line.Contains(" Running ", StringComparison.Ordinal)));
        Assert.Equal(3, first.Lines.Count(line => line.Contains(" Completed ", StringComparison.Ordinal)));
        var gateway = Assert.Single(first.Lines, line => line.StartsWith("istio-ingressgateway  ", StringComparison.Ordinal));
        Assert.Contains(" NodePort ", gateway, StringComparison.Ordinal);
        foreach (var port in new[] { "80:31380/TCP", "443:31390/TCP", "31400:31400/TCP" })
            Assert.Contains(port, gateway, StringComparison.Ordinal);

        _rehearsal.DeleteClientState();
        Assert.True(_rehearsal.Persisted > 100, $"{_rehearsal.Persisted} requests persisted something");
        var second = await _rehearsal.RunAsync("--target=Verify");

        Assert.True(second.ExitCode == 0, second.Output + second.Error);
        Assert.Contains("Plan: 122 unchanged", second.Lines);
        Assert.NotEmpty(_rehearsal.Requests);
        Assert.Equal(0, _rehearsal.Persisted);
    }

    [Fact]
    public async Task The_evidence_is_written_in_four_forms()
    {
        var result = await _rehearsal.RunAsync("--target=Verify", "--report=evidence");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal(
            ["preflight.html", "preflight.json", "preflight.junit.xml", "preflight.md", "verify.html", "verify.json", "verify.junit.xml", "verify.md"],
            Directory.EnumerateFiles(Path.Combine(_rehearsal.Folder, "evidence")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Strict_mode_is_read_back_from_the_cluster()
    {
        var result = await _rehearsal.RunAsync("--target=Verify", "--mode=strict");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("Mutual TLS is strict", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tasks_also_run_one_at_a_time()
    {
        foreach (var target in new[] { "Download", "Preflight", "InstallCrds", "InstallMesh", "PatchGateway", "Verify" })
        {
            var result = await _rehearsal.RunAsync($"--target={target}", "--exclusive");
            Assert.True(result.ExitCode == 0, $"{target}: {result.Output}{result.Error}");
        }
    }
}
