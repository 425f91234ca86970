using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

/// <summary>Writes JSON bodies that an API server also accepts as YAML.</summary>
/// <remarks>
/// The body of a server-side apply is parsed as YAML, where the escaped surrogate pair of a character beyond U+FFFF is an error.
/// Every encoder of System.Text.Json escapes those, so they are written raw afterwards.
/// </remarks>
internal static class KubeJson
{
    private const int PairLength = 12;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The node as UTF-8.</summary>
    public static byte[] ToUtf8(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            node.WriteTo(writer);
        return WithoutSurrogateEscapes(buffer.WrittenSpan);
    }

    private static byte[] WithoutSurrogateEscapes(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf(@"\uD8"u8) < 0 && json.IndexOf(@"\uD9"u8) < 0 && json.IndexOf(@"\uDA"u8) < 0 && json.IndexOf(@"\uDB"u8) < 0)
            return json.ToArray();
        var raw = new ArrayBufferWriter<byte>(json.Length);
        while (json.IndexOf((byte)'\\') is var escape and >= 0)
        {
            raw.Write(json[..escape]);
            json = json[escape..];
            if (TryReadPair(json, out var character))
            {
                raw.Advance(character.EncodeToUtf8(raw.GetSpan(4)));
                json = json[PairLength..];
            }
            else
            {
                // Both bytes, so that the second backslash of an escaped backslash does not look like the start of another escape.
                raw.Write(json[..2]);
                json = json[2..];
            }
        }

        raw.Write(json);
        return raw.WrittenSpan.ToArray();
    }

    private static bool TryReadPair(ReadOnlySpan<byte> json, out Rune character)
    {
        character = default;
        return json.Length >= PairLength && json[1] == 'u' && json[6] == '\\' && json[7] == 'u'
            && ushort.TryParse(json[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var high)
            && ushort.TryParse(json[8..12], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var low)
            && Rune.TryCreate((char)high, (char)low, out character);
    }
}
