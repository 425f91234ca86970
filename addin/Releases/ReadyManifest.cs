using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Settings;

namespace Cake.Istio.Releases;

/// <summary>The manifest that a release through 1.5 brings ready made, and the options that it cannot heed.</summary>
internal static class ReadyManifest
{
    public static async Task<ManifestContent> ReadAsync(Release release, MeshSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Profile is not null)
            throw WithoutEffect(release, "--profile", "is a ready manifest, which is the demo profile");
        if (settings.Set.Count > 0)
            throw WithoutEffect(release, "--set", "is a ready manifest");
        if (settings.Namespace != MeshSettings.DefaultNamespace)
            throw WithoutEffect(release, "--namespace", $"is a ready manifest, which names {MeshSettings.DefaultNamespace} throughout");
        var strict = settings.Mode == MtlsMode.Strict && StrictWays.Of(release) == StrictWay.Manifest;
        var file = (strict ? release.Layout.StrictManifest : release.Layout.PermissiveManifest)!;
        var content = await ManifestReader.ReadFileAsync(file, cancellationToken);
        return content.Objects.Count > 0
            ? content
            : throw new MeshException(ErrorCode.NotARelease, $"'{file}' holds no Kubernetes objects.", "Use a release archive as Istio publishes it.");
    }

    internal static MeshException WithoutEffect(Release release, string option, string why) =>
        new(ErrorCode.OptionWithoutEffect, $"{option} has no effect on Istio {release.Version}: it {why}.", $"Leave {option} out, or install 1.6 or newer.");
}
