using System.Buffers;
using System.Text.Encodings.Web;
using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Storage;

/// <summary>Turns an object into its stored bytes: kind and apiVersion first, so that a LIST can leave them out without parsing.</summary>
internal static class StoredObjectWriter
{
    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = JsonTree.MaxDepth,
    };

    /// <summary>Writes <c>metadata.resourceVersion</c> into the value and the value into bytes; null leaves the value as it is, for dry runs.</summary>
    /// <exception cref="StatusException">400 when it nests too deep to be read again.</exception>
    public static StoredObject Write(ResourceKey resource, string? @namespace, string name, long? resourceVersion, JsonObject value)
    {
        var metadata = value["metadata"] as JsonObject ?? throw new ArgumentException("An object to store has metadata.", nameof(value));
        if (resourceVersion is { } version)
            metadata["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        var bytes = new ArrayBufferWriter<byte>(1024);
        var apiVersion = (string?)value["apiVersion"] ?? "";
        int contentStart;
        using (var writer = new Utf8JsonWriter(bytes, Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, (string?)value["kind"]);
            writer.WriteString("apiVersion"u8, apiVersion);
            writer.Flush();
            contentStart = bytes.WrittenCount + 1;
            foreach (var (key, child) in value)
            {
                if (key is "kind" or "apiVersion")
                    continue;
                writer.WritePropertyName(key);
                WriteField(writer, child);
            }
            writer.WriteEndObject();
        }
        return new StoredObject(resource, @namespace, name, resourceVersion ?? 0, bytes.WrittenSpan.ToArray()) { ApiVersion = string.Intern(apiVersion), ContentStart = contentStart };
    }

    private static void WriteField(Utf8JsonWriter writer, JsonNode? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }
        try
        {
            value.WriteTo(writer);
        }
        catch (InvalidOperationException) when (writer.CurrentDepth >= JsonTree.MaxDepth)
        {
            throw StatusException.BadRequest("the object nests too deep: exceeded max depth");
        }
    }
}
