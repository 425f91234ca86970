using System.Buffers;
using System.Security.Cryptography;
using Cake.Istio.Errors;

namespace Cake.Istio.Releases;

/// <summary>SHA-256 of archives: what the user asks for, what is published, what a file has.</summary>
internal static class Checksum
{
    /// <summary>The option's value that goes without a checksum.</summary>
    public const string None = "none";

    private const int Length = SHA256.HashSizeInBytes * 2;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Reads the <c>sha256</c> option: lower-case hexadecimal, <see cref="None"/>, or null where the published one counts.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.InvalidOption"/>: anything else.</exception>
    public static string? FromOption(string? option)
    {
        var value = option?.Trim();
        if (string.IsNullOrEmpty(value))
            return null;
        if (string.Equals(value, None, StringComparison.OrdinalIgnoreCase))
            return None;
        return Is(value)
            ? value.ToLowerInvariant()
            : throw new MeshException(ErrorCode.InvalidOption, "--sha256 is not a SHA-256.", "Give 64 hexadecimal digits, or none to go without a checksum.");
    }

    /// <summary>Reads a published checksum: the first 64 hexadecimal digits; a file name may follow. Null where there is none.</summary>
    public static string? FromPublished(string text)
    {
        var start = text.AsSpan().TrimStart();
        var digits = start.IndexOfAnyExcept(Digits) is var end and >= 0 ? start[..end] : start;
        return digits.Length == Length ? digits.ToString().ToLowerInvariant() : null;
    }

    /// <summary>Whether a text is a checksum and nothing else.</summary>
    public static bool Is(string text) => text.Length == Length && !text.AsSpan().ContainsAnyExcept(Digits);

    /// <summary>Computes the checksum of a stream from its beginning, and goes back there.</summary>
    public static async Task<string> OfAsync(Stream stream, CancellationToken cancellationToken)
    {
        stream.Position = 0;
        var hash = await SHA256.HashDataAsync(stream, cancellationToken);
        stream.Position = 0;
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The error of an archive that is not the expected one.</summary>
    public static MeshException Mismatch(string where, string expected, string actual, string hint) => new(
        ErrorCode.ChecksumMismatch,
        $"{where} has the SHA-256 {actual}, expected {expected}. Nothing was extracted.",
        hint);
}
