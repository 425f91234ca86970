using Cake.Core.Diagnostics;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Images;
using Cake.Istio.Manifests.PostInstall;
using Cake.Istio.Releases;
using Cake.Istio.Tools;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    private Release? _release;
    private IReadOnlyList<KubeObject>? _objects;

    /// <summary>Gets the release: from an archive or folder, the cache, or a server; checked and unpacked.</summary>
    public Task<Release> DownloadAsync() => ShowAsync(GetReleaseAsync);

    private async Task<Release> GetReleaseAsync(CancellationToken cancel)
    {
        if (_release is not null)
            return _release;

        _release = await new ReleaseProvider().GetAsync(_settings, _display, cancel);
        _log.Information("{0}", $"Release: Istio {_release.Version} from {_release.Origin}");
        foreach (var warning in _release.Warnings)
            _log.Warning("{0}", warning);
        return _release;
    }

    /// <summary>The objects of the release: the CRDs, then the mesh in the chosen mode, with images from where they are wanted.</summary>
    private async Task<IReadOnlyList<KubeObject>> GetObjectsAsync(CancellationToken cancel)
    {
        if (_objects is not null)
            return _objects;

        var release = await GetReleaseAsync(cancel);
        var objects = await new ReleaseManifests(new AwaitedIstioctl(new IstioctlRunner(_context), _deadline)).ReadAsync(release, _settings, cancel);
        foreach (var warning in objects.Warnings)
            _log.Warning("{0}", warning);
        return _objects = ConfigChecksum.Mark(WithWantedImages([.. objects.Crds, .. objects.Mesh]));
    }

    private IReadOnlyList<KubeObject> WithWantedImages(IReadOnlyList<KubeObject> objects) =>
        ReleaseImages.UsePullSecrets(_settings.Hub is { } hub ? ReleaseImages.UseHub(objects, hub) : objects, _settings.PullSecrets);
}
