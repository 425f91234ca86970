using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Inventory;

/// <summary>Packs the manifests of a revision into pieces that fit into Secrets.</summary>
internal static class RevisionArchive
{
    // A Secret holds 1 MiB of data at most.
    private const int LargestChunk = 768 * 1024;

    /// <summary>Compresses objects with their sources.</summary>
    public static IReadOnlyList<byte[]> Pack(IReadOnlyList<KubeObject> objects)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            foreach (var item in objects)
            {
                gzip.Write(KubeJson.ToUtf8(new JsonObject
                {
                    ["source"] = new JsonArray(item.Source.File, item.Source.Line, item.Source.Column),
                    ["object"] = item.Json.DeepClone(),
                }));
                gzip.WriteByte((byte)'\n');
            }
        }

        return [.. buffer.ToArray().Chunk(LargestChunk)];
    }

    /// <summary>Gives the objects back.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what was packed.</exception>
    /// <exception cref="JsonException">The bytes are not what was packed.</exception>
    public static IReadOnlyList<KubeObject> Unpack(IEnumerable<byte[]> chunks)
    {
        using var buffer = new MemoryStream([.. chunks.SelectMany(chunk => chunk)]);
        using var gzip = new GZipStream(buffer, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        var objects = new List<KubeObject>();
        while (reader.ReadLine() is { } line)
        {
            var json = JsonNode.Parse(line, documentOptions: KubeJson.Documents)!;
            var item = (JsonObject)json["object"]!.DeepClone();
            var source = json["source"]!.AsArray();
            objects.Add(new(item, new((string)source[0]!, (int)source[1]!, (int)source[2]!)));
        }

        return objects;
    }
}
