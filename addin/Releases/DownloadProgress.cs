namespace Cake.Istio.Releases;

/// <summary>How far a download is. Reported twice a second at most, and once at the end.</summary>
/// <param name="File">The archive's name.</param>
/// <param name="Bytes">Bytes on disk, including those of an earlier, broken transfer.</param>
/// <param name="Total">Bytes of the whole archive, or null where the server does not say.</param>
/// <param name="BytesPerSecond">The rate of this run so far.</param>
/// <param name="Note">What happened, such as a broken transfer that is taken up again; null for plain progress.</param>
public sealed record DownloadProgress(string File, long Bytes, long? Total, double BytesPerSecond, string? Note);
