using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Settings;

namespace Cake.Istio.Releases;

/// <summary>The manifest that a release's own istioctl prints.</summary>
internal sealed class RenderedManifest(Release release, IIstioctl istioctl)
{
    private const string DefaultProfile = "demo";
    private const string File = "istioctl manifest generate";

    public async Task<ManifestContent> ReadAsync(MeshSettings settings, CancellationToken cancellationToken)
    {
        if (release.Layout.Istioctl is not { } program)
            throw WithoutProgram();
        if (settings.Namespace != MeshSettings.DefaultNamespace && !release.Version.IsAtLeast(1, 6))
            throw ReadyManifest.WithoutEffect(release, "--namespace", $"names {MeshSettings.DefaultNamespace} throughout");
        var values = Values(settings);
        return Parse(await istioctl.GenerateAsync(program, values, cancellationToken), values);
    }

    private List<string> Values(MeshSettings settings)
    {
        var values = new List<string> { $"profile={settings.Profile ?? DefaultProfile}" };
        if (settings.Namespace != MeshSettings.DefaultNamespace)
            values.Add($"values.global.istioNamespace={settings.Namespace}");
        return [.. values, .. StrictWays.Values(release, settings.Mode), .. settings.Set];
    }

    private ManifestContent Parse(string output, IReadOnlyList<string> values)
    {
        ManifestContent content;
        try
        {
            content = ManifestReader.Parse(output, File);
        }
        catch (MeshException e)
        {
            throw new MeshException(
                ErrorCode.IstioctlOutput, $"istioctl of Istio {release.Version} printed something else than Kubernetes objects: {e.Text}", RunItYourself(values), e.Subject, e.Location, e);
        }
        return content.Objects.Count > 0
            ? content
            : throw new MeshException(ErrorCode.IstioctlOutput, $"istioctl of Istio {release.Version} printed no Kubernetes objects.", RunItYourself(values));
    }

    private string RunItYourself(IEnumerable<string> values) =>
        $"See what this prints: {release.Layout.Istioctl} manifest generate{string.Concat(values.Select(value => $" --set \"{value}\""))}";

    private MeshException WithoutProgram() => new(
        ErrorCode.ReleaseNotSupported,
        $"Istio {release.Version} has no ready manifest, and this copy of it has no bin/istioctl for this system.",
        "Use the archive for this system, as Istio publishes it.");
}
