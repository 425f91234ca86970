namespace Cake.Istio.Releases;

/// <summary>How much an archive may hold; counted while it is extracted, never taken from its headers.</summary>
/// <param name="Bytes">Content of all files together, in bytes.</param>
/// <param name="Entries">Files, links and folders, also those that only a path implies.</param>
internal sealed record ArchiveLimits(long Bytes, int Entries)
{
    /// <summary>2 GiB and 50,000 entries: some twenty times the largest release.</summary>
    public static ArchiveLimits Default { get; } = new(2L << 30, 50_000);
}
