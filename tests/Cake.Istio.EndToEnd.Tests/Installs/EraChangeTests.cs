using System.Net;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>From a release whose galley makes webhooks at run time to one without galley.</summary>
public sealed class EraChangeTests : IDisposable
{
    private const string Webhooks = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/istio-galley";

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public async Task What_the_old_control_plane_made_and_would_refuse_mesh_configuration_goes_with_it()
    {
        var release = RealReleases.WithIstioctl("1.30.3", _rehearsal.Folder, printed: "rendered/demo.yaml");
        await using var sandbox = await ServedSandbox.StartAsync(_rehearsal.Folder);
        var old = await _rehearsal.RunAsync("--target=Verify", $"--archive={RealReleases.Of("1.4.5")}", "--upgrade-apis=true");
        Assert.True(old.ExitCode == 0, old.Output + old.Error);
        Assert.Equal(HttpStatusCode.OK, (await sandbox.SendAsync(HttpMethod.Get, Webhooks)).Response.StatusCode);

        var result = await _rehearsal.RunAsync("--target=Verify", $"--archive={release}", "--prune-limit=100");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("ValidatingWebhookConfiguration istio-galley deleted: made by galley at run time", result.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.SendAsync(HttpMethod.Get, Webhooks)).Response.StatusCode);
        Assert.Contains("Plan: 43 unchanged", (await _rehearsal.RunAsync("--target=InstallMesh", $"--archive={release}")).Lines);
    }
}
