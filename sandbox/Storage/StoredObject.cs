using System.Collections.Frozen;
using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Storage;

/// <summary>One version of one object. It cannot change: its bytes are the truth, and every reader gets a copy of its own.</summary>
internal sealed class StoredObject(ResourceKey resource, string? @namespace, string name, long resourceVersion, ReadOnlyMemory<byte> json)
{
    private FrozenDictionary<string, string>? _labels;

    /// <summary>The resource it is stored under.</summary>
    public ResourceKey Resource { get; } = resource;

    /// <summary>The namespace; null for cluster-scoped objects.</summary>
    public string? Namespace { get; } = @namespace;

    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The version that this content was written as.</summary>
    public long ResourceVersion { get; } = resourceVersion;

    /// <summary>The content as compact UTF-8 JSON, beginning with <c>kind</c> and <c>apiVersion</c>.</summary>
    public ReadOnlyMemory<byte> Json { get; } = json;

    /// <summary>The apiVersion of the content.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>Where in <see cref="Json"/> the first field after kind and apiVersion begins.</summary>
    public int ContentStart { get; init; }

    /// <summary>The labels, read once.</summary>
    public FrozenDictionary<string, string> Labels => _labels ??= ReadLabels();

    /// <summary>A copy that belongs to the caller.</summary>
    public JsonObject Read() => JsonTree.Read(Json.Span)!.AsObject();

    private FrozenDictionary<string, string> ReadLabels()
    {
        using var document = JsonDocument.Parse(Json, new JsonDocumentOptions { MaxDepth = JsonTree.MaxDepth });
        return document.RootElement.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("labels", out var labels)
            && labels.ValueKind == JsonValueKind.Object
            ? labels.EnumerateObject().ToFrozenDictionary(label => label.Name, label => label.Value.GetString() ?? "")
            : FrozenDictionary<string, string>.Empty;
    }
}
