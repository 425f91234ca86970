using System.Text.Json.Nodes;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Shape;
using Cake.Istio.Settings;

namespace Cake.Istio.Releases;

/// <summary>Reads the Kubernetes objects of a release: from its ready manifests through 1.5, from its own istioctl after that.</summary>
/// <param name="istioctl">Runs a release's istioctl.</param>
public sealed class ReleaseManifests(IIstioctl istioctl)
{
    /// <summary>Reads the objects.</summary>
    /// <param name="release">The release.</param>
    /// <param name="settings">Mode, namespace, profile and values.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Errors.MeshException">
    /// The release cannot be installed that way (<see cref="Errors.ErrorCode.ReleaseNotSupported"/>), an option has no effect on it
    /// (<see cref="Errors.ErrorCode.OptionWithoutEffect"/>), its istioctl fails, or a manifest is broken (codes <c>MESH12xx</c>).
    /// </exception>
    public async Task<ReleaseObjects> ReadAsync(Release release, MeshSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(settings);
        var files = new List<ManifestContent>();
        foreach (var file in release.Layout.CrdFiles)
            files.Add(await ManifestReader.ReadFileAsync(file, cancellationToken));
        var source = release.Layout.NeedsIstioctl || StrictWays.Values(release, settings.Mode).Count > 0
            ? await new RenderedManifest(release, istioctl).ReadAsync(settings, cancellationToken)
            : await ReadyManifest.ReadAsync(release, settings, cancellationToken);
        ObjectShape.Check(files.Append(source).SelectMany(file => file.Objects));
        source = StrictWays.WithPolicy(source, release, settings.Mode);
        return new ReleaseObjects(
            Crds(files.SelectMany(file => file.Objects), source.Objects),
            [.. MissingNamespace(source, settings.Namespace), .. source.Objects.Where(item => !IsCrd(item)), .. StrictWays.Policies(release, settings)],
            [.. files.SelectMany(file => file.Warnings), .. source.Warnings]);
    }

    // Istio 1.1 lost a definition when its files were joined to a manifest, so the files count; of two in files the last does, as when applied in order.
    private static IReadOnlyList<KubeObject> Crds(IEnumerable<KubeObject> ofFiles, IEnumerable<KubeObject> ofManifest) =>
        [.. ofManifest.Concat(ofFiles).Where(IsCrd).GroupBy(crd => crd.Name).Select(same => same.Last())];

    // istioctl leaves it out.
    private static IEnumerable<KubeObject> MissingNamespace(ManifestContent source, string name) =>
        source.Objects.Any(item => item is { Kind: "Namespace", ApiVersion: "v1" } && item.Name == name)
            ? []
            : [new(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } }, source.Objects[0].Source with { Line = 1, Column = 1 })];

    private static bool IsCrd(KubeObject item) => item is { Kind: "CustomResourceDefinition", Ref.Group: "apiextensions.k8s.io" };
}
