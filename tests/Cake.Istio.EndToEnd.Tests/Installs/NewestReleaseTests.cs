using System.Text.Json.Nodes;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>The release that is installed by default: its own istioctl renders it.</summary>
public sealed class NewestReleaseTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public async Task It_is_rendered_installed_and_the_mode_switches_by_an_ordinary_run()
    {
        string[] arguments = ["--target=Verify", $"--archive={Release()}", "--profile=demo", "--set=meshConfig.accessLogFile=/dev/stdout", "--set=values.a=b,c"];
        var permissive = await SucceedsAsync(arguments);
        var strict = await SucceedsAsync([.. arguments, "--mode=strict"]);
        var again = await SucceedsAsync([.. arguments, "--mode=strict"]);
        var written = _rehearsal.Persisted;
        var back = await SucceedsAsync(arguments);

        Assert.Contains("Plan: 43 created", permissive.Lines);
        Assert.Contains("Plan: 1 created, 43 unchanged", strict.Lines);
        Assert.Contains("Plan: 44 unchanged", again.Lines);
        Assert.Equal(0, written);
        Assert.Contains("Plan: 43 unchanged, 1 deleted", back.Lines);
        Assert.Equal(["permissive", "strict", "strict", "permissive"], new[] { permissive, strict, again, back }.Select(run => Mode(run.Output)));
        Assert.All(
            File.ReadAllLines(Path.Combine(_rehearsal.Folder, "istioctl.log")),
            line => Assert.Equal("manifest generate --set profile=demo --set meshConfig.accessLogFile=/dev/stdout --set values.a=b,c", line));
    }

    [Fact]
    public async Task Its_images_are_listed_as_text_and_as_json_from_the_registry_that_is_wanted()
    {
        string[] arguments = ["--target=Images", $"--archive={Release()}", "--offline"];
        await SucceedsAsync(arguments);
        var report = Path.Combine(_rehearsal.Folder, "artifacts", "mesh");
        Assert.Equal(
            ["docker.io/library/busybox:1.28", "registry.istio.io/release/agentgateway:1.30.3", "registry.istio.io/release/pilot:1.30.3", "registry.istio.io/release/proxyv2:1.30.3"],
            await File.ReadAllLinesAsync(Path.Combine(report, "images.txt"), TestContext.Current.CancellationToken));

        await SucceedsAsync([.. arguments, "--hub=registry.example.com/mesh"]);
        var images = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(report, "images.json"), TestContext.Current.CancellationToken))!["images"]!.AsArray();
        Assert.Equal(["mesh/agentgateway", "mesh/busybox", "mesh/pilot", "mesh/proxyv2"], images.Select(image => (string?)image!["repository"]));
        Assert.Contains("Deployment istio-system/istiod", images.SelectMany(image => image!["uses"]!.AsArray()).Select(use => (string?)use!["object"]));
    }

    [Fact]
    public async Task An_option_that_a_ready_manifest_cannot_heed_is_refused()
    {
        foreach (var option in new[] { "--profile=minimal", "--set=a=b", "--namespace=mesh" })
        {
            var result = await _rehearsal.RunAsync("--target=Images", $"--archive={RealReleases.Of("1.2.2")}", option);
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("MESH1002", result.Error, StringComparison.Ordinal);
        }
    }

    private string Release() => RealReleases.WithIstioctl("1.30.3", _rehearsal.Folder, printed: "rendered/demo.yaml");

    private async Task<Processes.ProcessResult> SucceedsAsync(string[] arguments)
    {
        var result = await _rehearsal.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return result;
    }

    private static string Mode(string output) => output.Contains("Mutual TLS is strict", StringComparison.Ordinal) ? "strict" : "permissive";
}
