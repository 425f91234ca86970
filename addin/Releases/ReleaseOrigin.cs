namespace Cake.Istio.Releases;

/// <summary>Where a release came from, for messages and evidence.</summary>
/// <param name="Source">The kind of place.</param>
/// <param name="Location">The path or URL, without credentials and query.</param>
/// <param name="Sha256">The archive's SHA-256 in lower-case hexadecimal, or null for a folder.</param>
public sealed record ReleaseOrigin(ReleaseSource Source, string Location, string? Sha256)
{
    /// <summary>Gives the kind of place and the place, such as <c>cache: https://…/istio-1.2.2-linux.tar.gz</c>.</summary>
    public override string ToString() => Source switch
    {
        ReleaseSource.Folder => $"folder {Location}",
        ReleaseSource.Archive => $"archive {Location}",
        ReleaseSource.Cache => $"cache of {Location}",
        _ => Location,
    };
}
