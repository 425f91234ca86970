namespace Cake.Istio.Releases;

/// <summary>An unpacked release, ready to be read.</summary>
/// <param name="Version">The version that the release carries in itself.</param>
/// <param name="Root">Its folder, absolute.</param>
/// <param name="Layout">What is where in it.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="Warnings">What a user should know about it; one sentence each.</param>
public sealed record Release(IstioVersion Version, string Root, ReleaseLayout Layout, ReleaseOrigin Origin, IReadOnlyList<string> Warnings)
{
    internal static async Task<Release> OpenAsync(string folder, ReleaseOrigin origin, ReleasePlatform platform, CancellationToken cancellationToken)
    {
        var root = FindRoot(Path.GetFullPath(folder));
        var version = await ReleaseStamp.ReadAsync(root, cancellationToken);
        var layout = ReleaseLayout.Probe(root, version, platform);
        return new Release(version, root, layout, origin, KubernetesSupport.Knows(version) ? [] : [Unknown(version)]);
    }

    // An archive has one folder at its top; a user may name that folder or the one around it.
    private static string FindRoot(string folder)
    {
        if (ReleaseStamp.IsIn(folder))
            return folder;
        return Directory.EnumerateDirectories(folder).Where(ReleaseStamp.IsIn).Take(2).ToList() is [var only] ? only : folder;
    }

    private static string Unknown(IstioVersion version) =>
        $"Istio {version} is newer than the newest that this installer knows ({KubernetesSupport.NewestKnown}); it is treated as one of that.";
}
