namespace Cake.Istio.Releases;

/// <summary>A file that came out of an archive.</summary>
/// <param name="Path">Its path below the extraction folder, with <c>/</c>.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
/// <param name="Executable">Whether it may be run.</param>
internal sealed record ArchiveFile(string Path, long Size, string Sha256, bool Executable);
