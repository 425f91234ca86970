namespace Cake.Istio.Releases;

/// <summary>Which archive a URL gave.</summary>
/// <param name="Url">The URL, without credentials and query.</param>
/// <param name="Sha256">The archive's SHA-256.</param>
/// <param name="Checked">Whether it was compared with a published or given checksum.</param>
internal sealed record CacheSourceRecord(string Url, string Sha256, bool Checked);
