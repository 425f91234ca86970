namespace Cake.Istio.Releases;

/// <summary>What was extracted into a cache entry; anything else found there later is damage.</summary>
/// <param name="Files">Every file.</param>
/// <param name="Written">When each file was written, in ticks of UTC, in the order of <paramref name="Files"/>.</param>
internal sealed record CacheEntryRecord(IReadOnlyList<ArchiveFile> Files, IReadOnlyList<long> Written);
