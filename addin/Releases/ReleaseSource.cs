namespace Cake.Istio.Releases;

/// <summary>Where a release was taken from.</summary>
public enum ReleaseSource
{
    /// <summary>A folder that the user unpacked.</summary>
    Folder,

    /// <summary>A local archive.</summary>
    Archive,

    /// <summary>The cache, as an earlier run left it there.</summary>
    Cache,

    /// <summary>A download of this run.</summary>
    Download,
}
