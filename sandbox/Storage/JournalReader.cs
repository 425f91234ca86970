using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Storage;

/// <summary>Reads what a <see cref="Journal"/> wrote.</summary>
internal static class JournalReader
{
    /// <summary>Loads a file into an empty store.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">What its first line must begin with, without the closing brace.</param>
    /// <param name="store">The store.</param>
    /// <exception cref="InvalidDataException">It is of another Kubernetes version, or damaged before its last line.</exception>
    public static void Load(string path, string header, ObjectStore store)
    {
        var objects = new Dictionary<(ResourceKey, string?, string), StoredObject>();
        var (version, number) = (1L, 0);
        ReadOnlySpan<byte> text = File.ReadAllBytes(path);
        // A line without its end is one that a killed process did not finish.
        for (var end = text.IndexOf((byte)'\n'); end >= 0; end = text.IndexOf((byte)'\n'))
        {
            var line = Parse(text[..end], path, ++number);
            text = text[(end + 1)..];
            if (number == 1)
                CheckHeader(line, header, path);
            else
                Replay(line, objects);
            version = Math.Max(version, line.Number("version") ?? 0);
        }
        store.Load(objects.Values, version);
    }

    private static void Replay(JsonObject line, Dictionary<(ResourceKey, string?, string), StoredObject> objects)
    {
        var resource = new ResourceKey(line.Text("group")!, line.Text("plural")!);
        var (space, name) = (line.Text("namespace"), line.Text("name")!);
        if (line["object"] is JsonObject value)
            objects[(resource, space, name)] = StoredObjectWriter.Write(resource, space, name, line.Number("version"), value);
        else
            objects.Remove((resource, space, name));
    }

    private static void CheckHeader(JsonObject line, string header, string path)
    {
        var wanted = JsonNode.Parse(header);
        if (line.Number("format") != wanted.Number("format") || line.Text("kubernetes") != wanted.Text("kubernetes"))
            throw new InvalidDataException($"{path} was written for Kubernetes {line.Text("kubernetes") ?? "?"}, not {wanted.Text("kubernetes")}; remove it to begin anew.");
    }

    private static JsonObject Parse(ReadOnlySpan<byte> line, string path, int number)
    {
        try
        {
            if (JsonTree.Read(line) is JsonObject read)
                return read;
        }
        catch (JsonException)
        {
            // Told below.
        }
        throw new InvalidDataException($"{path}:{number} is damaged; remove the file to begin anew.");
    }
}
