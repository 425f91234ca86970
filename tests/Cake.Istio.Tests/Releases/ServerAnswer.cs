using System.Text;

namespace Cake.Istio.Tests.Releases;

/// <summary>What <see cref="ArchiveServer"/> sends.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The content.</param>
/// <param name="Headers">Further headers.</param>
internal sealed record ServerAnswer(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    /// <summary>After that many bytes of the content the connection is cut.</summary>
    public int? CutAfter { get; init; }

    /// <summary>After that many bytes of the content nothing more is sent, and the connection stays open.</summary>
    public int? StallAfter { get; init; }

    /// <summary>The length that the header gives; null for the true one, negative for none.</summary>
    public int? Length { get; init; }

    public static ServerAnswer NotFound { get; } = new(404, "not here"u8.ToArray());

    public static ServerAnswer Text(string text) => new(200, Encoding.UTF8.GetBytes(text));

    /// <summary>Answers as a file server does, with ranges and an entity tag.</summary>
    public static ServerAnswer File(ServerRequest request, byte[] content)
    {
        var tag = $"\"{Pack.Sha256(content)[..16]}\"";
        var range = request.Header("Range");
        if (range is null || request.Header("If-Range") != tag)
            return new ServerAnswer(200, content, ("ETag", tag));
        var from = int.Parse(range["bytes=".Length..].TrimEnd('-'));
        return from >= content.Length
            ? new ServerAnswer(416, [], ("Content-Range", $"bytes */{content.Length}"))
            : new ServerAnswer(206, content[from..], ("ETag", tag), ("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}"));
    }
}
