using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>Releases whose policy a Job of fixed name writes: a switch of the mode is an ordinary run, which has that Job run again.</summary>
public sealed class ModeSwitchTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Theory]
    [InlineData("1.2.2", "12 configured, 141 unchanged")]
    [InlineData("1.4.5", "2 configured, 144 unchanged")]
    public async Task The_mode_goes_there_and_back_and_is_read_back_from_the_cluster(string version, string changes)
    {
        var permissive = await RunAsync(version, "permissive");
        await _rehearsal.RunAsync("--target=Plan", $"--archive={RealReleases.Of(version)}", "--upgrade-apis=true", "--mode=strict");
        var planned = await File.ReadAllTextAsync(Path.Combine(_rehearsal.Folder, "artifacts", "mesh", "plan.md"), TestContext.Current.CancellationToken);
        var strict = await RunAsync(version, "strict");
        var back = await RunAsync(version, "permissive");
        var again = await RunAsync(version, "permissive");

        Assert.DoesNotContain("Mutual TLS switches", permissive.Output, StringComparison.Ordinal);
        Assert.Contains("- Mutual TLS switches from permissive to strict", planned, StringComparison.Ordinal);
        Assert.Contains($"Plan: {changes}", strict.Lines);
        Assert.Contains("Mutual TLS switches from permissive to strict (now: MeshPolicy default: mtls {\"mode\":\"PERMISSIVE\"})", strict.Output, StringComparison.Ordinal);
        Assert.Contains($"Plan: {changes}, 2 deleted", back.Lines);
        Assert.Contains("Mutual TLS switches from strict to permissive", back.Output, StringComparison.Ordinal);
        Assert.Contains("DestinationRule istio-system/default deleted", back.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("configured", again.Lines.Single(line => line.StartsWith("Plan: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(0, _rehearsal.Persisted);
    }

    [Fact]
    public async Task A_policy_that_istioctl_printed_for_one_mode_is_handed_to_the_job_of_the_other()
    {
        var release = RealReleases.WithIstioctl("1.4.5", _rehearsal.Folder, printed: "strict.yaml");
        await File.WriteAllTextAsync(Path.Combine(release, "strict.yaml"), await WithoutJobAsync(release), TestContext.Current.CancellationToken);

        await InstallAsync(release, "permissive");
        await InstallAsync(release, "strict");
        var back = await InstallAsync(release, "permissive");
        var again = await InstallAsync(release, "permissive");

        Assert.DoesNotContain("MeshPolicy default deleted", back.Output, StringComparison.Ordinal);
        Assert.Equal(0, _rehearsal.Persisted);
        Assert.DoesNotContain("Mutual TLS switches", again.Output, StringComparison.Ordinal);
    }

    // Its istioctl names the policy itself, where its ready manifest leaves that to a Job.
    private static async Task<string> WithoutJobAsync(string release)
    {
        var manifest = await File.ReadAllTextAsync(Path.Combine(release, "install", "kubernetes", "istio-demo.yaml"), TestContext.Current.CancellationToken);
        var policy = await File.ReadAllTextAsync(Path.Combine(TestPaths.Repository, "manifests", "policies", "strict-mesh-policy.yaml"), TestContext.Current.CancellationToken);
        var documents = manifest.Split("\n---").Where(text => !text.Contains("name: istio-security-post-install-1.4.5", StringComparison.Ordinal) && !text.Contains("name: istio-security-custom-resources", StringComparison.Ordinal));
        return string.Join("\n---", documents) + "\n---\n" + policy;
    }

    private Task<ProcessResult> RunAsync(string version, string mode) => InstallAsync(RealReleases.Of(version), mode);

    private async Task<ProcessResult> InstallAsync(string release, string mode)
    {
        var result = await _rehearsal.RunAsync("--target=Verify", $"--archive={release}", "--upgrade-apis=true", $"--mode={mode}");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains($"Mutual TLS is {mode}", result.Output, StringComparison.Ordinal);
        return result;
    }
}
