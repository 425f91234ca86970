using System.Text.RegularExpressions;

namespace Cake.Istio.Sandbox.Json;

/// <summary>Reads JSON into nodes as Go does: the last of duplicate keys wins, whole numbers stay whole.</summary>
internal static partial class JsonTree
{
    /// <summary>How deep objects and lists may nest.</summary>
    public const int MaxDepth = 500;

    /// <summary>Reads one JSON value.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="duplicates">Collects the paths of duplicate keys, such as <c>spec.ports[0].port</c>; null to ignore them.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonNode? Read(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null)
    {
        try
        {
            return ReadOnce(utf8, duplicates);
        }
        catch (InvalidOperationException)
        {
            duplicates?.Clear();
            return Read(Encoding.UTF8.GetBytes(LoneSurrogate().Replace(Mended(utf8), escape => escape.Groups["lone"].Success ? @"\ufffd" : escape.Value)), duplicates);
        }
        catch (JsonException exception) when (JsonSyntax.Error(utf8) is { } error)
        {
            throw new JsonException(error, exception);
        }
    }

    /// <summary>A copy whose fields are in the order of their names, as Go writes maps.</summary>
    public static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static JsonNode? ReadOnce(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        var node = Value(ref reader, duplicates, "");
        // Anything after the value is an error that only another read finds.
        reader.Read();
        return node;
    }

    // Go reads each byte that is no UTF-8 as U+FFFD.
    private static string Mended(ReadOnlySpan<byte> utf8)
    {
        var text = new StringBuilder(utf8.Length);
        while (Rune.DecodeFromUtf8(utf8, out var rune, out var length) is var status && length > 0)
        {
            text.Append(rune.ToString());
            utf8 = utf8[(status == System.Buffers.OperationStatus.Done ? length : 1)..];
        }
        return text.ToString();
    }

    private static JsonNode? Value(ref Utf8JsonReader reader, ICollection<string>? duplicates, string path) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Object(ref reader, duplicates, path),
        JsonTokenType.StartArray => Array(ref reader, duplicates, path),
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.Number => reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(Finite(ref reader)),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        _ => null,
    };

    private static JsonObject Object(ref Utf8JsonReader reader, ICollection<string>? duplicates, string path)
    {
        var node = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            var child = duplicates is null ? "" : path.Length == 0 ? name : $"{path}.{name}";
            var value = Value(ref reader, duplicates, child);
            if (node.TryAdd(name, value))
                continue;
            node[name] = value;
            duplicates?.Add(child);
        }
        return node;
    }

    private static JsonArray Array(ref Utf8JsonReader reader, ICollection<string>? duplicates, string path)
    {
        var node = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            node.Add(Value(ref reader, duplicates, duplicates is null ? "" : $"{path}[{node.Count}]"));
        return node;
    }

    private static double Finite(ref Utf8JsonReader reader) => double.IsFinite(reader.GetDouble())
        ? reader.GetDouble()
        : throw new JsonException($"json: cannot unmarshal number {Encoding.UTF8.GetString(reader.ValueSpan)} into Go value of type float64");

    [GeneratedRegex(@"\\(u[dD][89abAB]..\\u[dD][c-fC-F]..|(?<lone>u[dD][89a-fA-F]..)|.)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LoneSurrogate();
}
