using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Istio.Errors;

namespace Cake.Istio.Manifests.Json;

/// <summary>Reads one JSON object and keeps positions; of two equal keys the last counts, with a warning.</summary>
/// <param name="bytes">The text.</param>
/// <param name="start">Where the object begins.</param>
/// <param name="position">The reader's place; it stands at or before the start.</param>
/// <param name="sink">Takes warnings.</param>
internal sealed class JsonDocumentReader(byte[] bytes, int start, JsonPosition position, ManifestSink sink)
{

    /// <summary>How many bytes the object took.</summary>
    internal int Consumed { get; private set; }

    /// <summary>Reads the object.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    internal JsonNode? Read(out NodePositions positions)
    {
        position.MoveTo(start);
        positions = new NodePositions(sink.File, position.Line, position.Column);
        // One level more than allowed, so that this class says it in its own words.
        var options = new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = ManifestLimit.Depth + 1 };
        var reader = new Utf8JsonReader(bytes.AsSpan(start), options);
        Next(ref reader);
        var root = Value(ref reader, positions);
        Consumed = (int)reader.BytesConsumed;
        return root;
    }

    /// <summary>A syntax error as one that names the file.</summary>
    internal MeshException Error(JsonException e)
    {
        var text = e.Message.Split(" LineNumber:", 2)[0].TrimEnd('.', ' ');
        // The reader throws before it moves on, and counts from the object's start.
        if (e.LineNumber is { } line && e.BytePositionInLine is { } column)
            position.MoveToLine((int)line, (int)column, start);
        return Syntax(text, e);
    }

    private MeshException Syntax(string problem, Exception? cause = null) => new(
        ErrorCode.ManifestSyntax,
        $"this is not valid JSON: {problem}.",
        "Correct the file.",
        source: new(sink.File, position.Line, position.Column),
        innerException: cause);

    private JsonNode? Value(ref Utf8JsonReader reader, NodePositions positions) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Object(ref reader, positions),
        JsonTokenType.StartArray => Array(ref reader, positions),
        JsonTokenType.String => JsonValue.Create(Text(ref reader)),
        JsonTokenType.Number => Number(ref reader),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        _ => null,
    };

    private JsonObject Object(ref Utf8JsonReader reader, NodePositions positions)
    {
        CheckDepth(ref reader);
        var json = new JsonObject();
        positions.Note(json, position.Line, position.Column);
        for (Next(ref reader); reader.TokenType != JsonTokenType.EndObject; Next(ref reader))
        {
            var key = Text(ref reader);
            var (line, column) = (position.Line, position.Column);
            Next(ref reader);
            var value = Value(ref reader, positions);
            if (json.TryAdd(key, value))
                continue;
            json[key] = value;
            sink.Warn(line, column, DuplicateKey.Text(key));
        }

        return json;
    }

    private JsonArray Array(ref Utf8JsonReader reader, NodePositions positions)
    {
        CheckDepth(ref reader);
        var json = new JsonArray();
        for (Next(ref reader); reader.TokenType != JsonTokenType.EndArray; Next(ref reader))
            json.Add(Value(ref reader, positions));
        return json;
    }

    private void Next(ref Utf8JsonReader reader)
    {
        var more = reader.Read();
        position.MoveTo(start + (int)reader.TokenStartIndex);
        if (!more)
            throw new JsonException("the text ends in the middle of an object");
    }

    private JsonValue Number(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole))
            return KubeNumber.Node(whole);
        var value = reader.GetDouble();
        return double.IsFinite(value) ? KubeNumber.Node(value) : throw Syntax("a number is too large");
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("a \\u escape is half of a surrogate pair", e);
        }
    }

    private void CheckDepth(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth >= ManifestLimit.Depth)
            throw ManifestLimit.TooDeep(sink.File, position.Line, position.Column);
    }
}
