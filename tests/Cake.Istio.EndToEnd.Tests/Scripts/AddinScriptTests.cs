using Cake.Istio.EndToEnd.Tests.Packing;
using Cake.Istio.EndToEnd.Tests.Processes;
using Cake.Istio.Sandbox;

namespace Cake.Istio.EndToEnd.Tests.Scripts;

/// <summary>The packed addin in a script of the real Cake.</summary>
public sealed class AddinScriptTests(PackedPackages packages) : IDisposable
{
    private const string Script = """
        #addin nuget:{FEED}?package=Cake.Istio&version=0.1.0

        var settings = new MeshSettings
        {
            Archive = Argument<string>("archive"),
            Kubeconfig = Argument<string>("kubeconfig"),
            Cache = "cache",
            Mode = Argument<MtlsMode>("mode"),
        };

        Task("Default").Does(() =>
        {
            Information("release {0}", IstioDownload(settings).Version);
            Information("preflight {0} findings", IstioPreflight(settings).Count);
            Information("definitions: {0}", IstioInstallCrds(settings).Counts);
            Information("mesh: {0}", IstioInstallMesh(settings).Counts);
            Information("gateway: {0}", IstioPatchGateway(settings).Decision.Reason);
            Information("verified: {0}", IstioVerify(settings).Worst);
        });

        Task("Operations").IsDependentOn("Default").Does(() =>
        {
            var permissive = settings with { Mode = MtlsMode.Permissive };
            Information("images: {0}", IstioImages(settings).Count);
            Information("still to do: {0}", IstioPlan(settings).IsEmpty ? "nothing" : "something");
            Information("to be permissive: {0}", IstioPlan(permissive).IsEmpty ? "nothing" : "something");
            IstioInstallMesh(permissive);
            Information("clean: {0}", IstioStatus(settings).IsClean);
            Information("back to revision {0}: {1}", IstioStatus(settings).Revisions.Min(revision => revision.Number), IstioRollback(settings).Counts);
            Information("removed: {0}", IstioUninstall(settings).Counts);
        });

        RunTarget(Argument("target", "Default"));
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_installs_the_sample_release_and_does_all_else_that_the_addin_can()
    {
        await using var sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        _folder.Write("build.cake", Script.Replace("{FEED}", new Uri(await packages.FolderAsync()).AbsoluteUri, StringComparison.Ordinal));

        var result = await TestProcess.RunDotnetAsync(
            TestPaths.Cake,
            ["--target=Operations", "--mode=Strict", $"--kubeconfig={sandbox.Kubeconfig}", $"--archive={Path.Combine(TestPaths.Repository, "manifests", "sample")}"],
            _folder.Path);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("release 1.2.2-sample", result.Lines);
        Assert.Contains(result.Lines, line => line.StartsWith("verified: Passed", StringComparison.Ordinal));
        Assert.Contains("still to do: nothing", result.Lines);
        Assert.Contains("to be permissive: something", result.Lines);
        Assert.Contains("clean: True", result.Lines);
        Assert.Contains(result.Lines, line => line.StartsWith("images: ", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("back to revision 1: ", StringComparison.Ordinal) && line.Contains("configured", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("removed: ", StringComparison.Ordinal) && line.Contains("deleted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_says_what_and_what_next_without_a_stack_trace()
    {
        _folder.Write("build.cake", Script.Replace("{FEED}", new Uri(await packages.FolderAsync()).AbsoluteUri, StringComparison.Ordinal));

        var result = await TestProcess.RunDotnetAsync(TestPaths.Cake, ["--mode=Strict", "--kubeconfig=none", "--archive=missing"], _folder.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Matches("Error: MESH11[0-9]{2}: .*missing", result.Error);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
