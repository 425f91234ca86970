using System.Text.Json.Nodes;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Settings;

namespace Cake.Istio.Releases;

/// <summary>The manifest that a release's own istioctl prints, with the namespace that it leaves out.</summary>
internal sealed class RenderedManifest(Release release, IIstioctl istioctl)
{
    private const string DefaultProfile = "demo";
    private const string File = "istioctl manifest generate";

    public async Task<ManifestContent> ReadAsync(MeshSettings settings, CancellationToken cancellationToken)
    {
        if (release.Layout.Istioctl is not { } program)
            throw WithoutProgram();
        var content = Parse(await istioctl.GenerateAsync(program, Values(settings), cancellationToken));
        return content.Objects.Any(item => item is { Kind: "Namespace", ApiVersion: "v1" } && item.Name == settings.Namespace)
            ? content
            : content with { Objects = [Namespace(settings.Namespace), .. content.Objects] };
    }

    private List<string> Values(MeshSettings settings)
    {
        var values = new List<string> { $"profile={settings.Profile ?? DefaultProfile}" };
        if (settings.Namespace != MeshSettings.DefaultNamespace)
            values.Add($"values.global.istioNamespace={settings.Namespace}");
        return [.. values, .. StrictWays.Values(release, settings.Mode), .. settings.Set];
    }

    private ManifestContent Parse(string output)
    {
        ManifestContent content;
        try
        {
            content = ManifestReader.Parse(output, File);
        }
        catch (MeshException e)
        {
            throw new MeshException(
                ErrorCode.IstioctlOutput, $"istioctl of Istio {release.Version} printed something else than Kubernetes objects: {e.Text}", RunItYourself(), e.Subject, e.Location, e);
        }
        return content.Objects.Count > 0
            ? content
            : throw new MeshException(ErrorCode.IstioctlOutput, $"istioctl of Istio {release.Version} printed no Kubernetes objects.", RunItYourself());
    }

    private string RunItYourself() => $"see what '{release.Layout.Istioctl} manifest generate' prints.";

    private MeshException WithoutProgram() => new(
        ErrorCode.ReleaseNotSupported,
        $"Istio {release.Version} has no ready manifest, and this copy of it has no bin/istioctl for this system.",
        "use the archive for this system, as Istio publishes it.");

    private static KubeObject Namespace(string name) => new(
        new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } },
        new SourceLocation(File, 1, 1));
}
