using System.Text;
using Cake.Istio.Errors;

namespace Cake.Istio.Manifests;

/// <summary>A manifest's bytes as text: UTF-8, nothing else.</summary>
internal static class ManifestText
{
    /// <summary>The largest manifest that is read, in bytes: 32 MiB. The largest known ones have about 10.</summary>
    internal const int MaximumSize = 32 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ManifestUnreadable"/>.</exception>
    internal static async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
            // A pipe or a device has no length; to open one can wait for ever, and to read one has no end.
            if (file is FileInfo { Exists: true, Length: 0 })
                throw Unreadable(path, "the manifest is empty, or no regular file.", "Get the file anew.");
            bytes = await ReadAsync(file.FullName, cancellationToken) ?? throw Unreadable(path, $"the manifest has more than {MaximumSize} bytes; such are not read.", "Split it into several files.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new MeshException(
                ErrorCode.ManifestUnreadable, $"the manifest cannot be read: {e.Message}", "Check the path and its permissions.", source: new(path, 1, 1), innerException: e);
        }

        return Decode(bytes, path);
    }

    /// <summary>Decodes UTF-8, with or without a byte order mark.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ManifestUnreadable"/>.</exception>
    internal static string Decode(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..] or [_, 0, _, 0, ..] or [0, _, 0, _, ..])
            throw Unreadable(file, "the file is UTF-16 or UTF-32, not UTF-8.", "Save it as UTF-8, the only encoding that kubectl reads.");
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var (line, column) = TextPosition.Of(Encoding.UTF8.GetString(bytes[..Math.Clamp(e.Index, 0, bytes.Length)]));
            throw new MeshException(
                ErrorCode.ManifestUnreadable, "the file is not UTF-8 text.", "Save it as UTF-8, the only encoding that kubectl reads.", source: new(file, line, column), innerException: e);
        }
    }

    /// <summary>Removes a byte order mark and refuses characters that YAML does not allow, such as NUL.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ManifestUnreadable"/>.</exception>
    internal static string Check(string text, string file)
    {
        if (text.StartsWith('\uFEFF'))
            text = text[1..];
        var bad = ForbiddenCharacter.FirstIn(text);
        if (bad < 0)
            return text;
        var (line, column) = TextPosition.Of(text.AsSpan(0, bad));
        throw new MeshException(
            ErrorCode.ManifestUnreadable,
            $"the character U+{(int)text[bad]:X4} is not allowed in YAML.",
            "Remove it, or write it as an escape in a double-quoted string.",
            source: new(file, line, column));
    }

    // Null where there is more than is read.
    private static async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, useAsync: true);
        if (file.Length > MaximumSize)
            return null;
        var bytes = new byte[file.Length + 1];
        var count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return count < bytes.Length ? bytes[..count] : throw new IOException("it grows while it is read.");
    }

    private static MeshException Unreadable(string file, string text, string hint) =>
        new(ErrorCode.ManifestUnreadable, text, hint, source: new(file, 1, 1));
}
