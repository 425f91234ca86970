using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Istio.Errors;

namespace Cake.Istio.Manifests;

/// <summary>Checks that a document says which Kubernetes object it is.</summary>
internal static class ObjectIdentity
{
    /// <summary>The document as an object, if it has an identity and its labels and annotations are texts; its name and namespace lead to it and to nothing else.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ManifestNotAnObject"/>.</exception>
    internal static KubeObject Check(JsonObject json, SourceLocation source)
    {
        RequireText(json, "apiVersion", "apiVersion", source);
        RequireText(json, "kind", "kind", source);
        if (json["metadata"] is not JsonObject metadata)
            throw json["metadata"] is { } other ? NotAMapping(json, "metadata", other, source) : Missing(json, "metadata.name", null, source);
        RequireText(json, "metadata.name", "name", source, metadata);
        if (metadata["namespace"] is { } ns && !IsText(ns))
            throw Missing(json, "metadata.namespace", ns, source);
        RequireSegment(json, metadata, "name", source);
        RequireSegment(json, metadata, "namespace", source);
        RequireTexts(json, metadata, "labels", source);
        RequireTexts(json, metadata, "annotations", source);
        return new KubeObject(json, source);
    }

    /// <summary>The error for a document that is not a mapping.</summary>
    internal static MeshException NotAnObject(JsonNode? node, SourceLocation source) => new(
        ErrorCode.ManifestNotAnObject,
        $"the document is {Describe(node)}, not a Kubernetes object.",
        "Every document of a manifest needs apiVersion, kind and metadata.name.",
        source: source);

    /// <summary>The error for a list whose items are none.</summary>
    internal static MeshException NotAList(JsonNode items, SourceLocation source) => new(
        ErrorCode.ManifestNotAnObject, $"the List has {Describe(items)} as items, where a list is needed.", "Write the objects below items, each behind a dash.", source: source);

    private static void RequireText(JsonObject json, string path, string key, SourceLocation source, JsonObject? owner = null)
    {
        var value = (owner ?? json)[key];
        if (!IsFilled(value))
            throw Missing(json, path, value, source);
    }

    private static void RequireSegment(JsonObject json, JsonObject metadata, string key, SourceLocation source)
    {
        if ((string?)metadata[key] is { } text && PathSegment.Fault(text) is { } fault)
            throw new MeshException(ErrorCode.ManifestNotAnObject, $"{Who(json)} has '{text}' as metadata.{key}, which {fault}.", "In the API server's URLs such a name leads to another object: give it one of letters, digits, dots and dashes.", source: source);
    }

    private static void RequireTexts(JsonObject json, JsonObject metadata, string key, SourceLocation source)
    {
        var values = metadata[key];
        if (values is null)
            return;
        if (values is not JsonObject map)
            throw NotAMapping(json, $"metadata.{key}", values, source);
        foreach (var (name, value) in map)
        {
            if (value is not null && !IsText(value))
                throw Missing(json, $"metadata.{key}.{name}", value, source);
        }
    }

    private static MeshException NotAMapping(JsonObject json, string path, JsonNode value, SourceLocation source) =>
        new(ErrorCode.ManifestNotAnObject, $"{Who(json)} has {Describe(value)} as {path}, where a mapping is needed.", "Every document of a manifest needs apiVersion, kind and metadata.name.", source: source);

    private static string Who(JsonObject json) => IsText(json["kind"]) ? $"the {json["kind"]}" : "the document";

    private static MeshException Missing(JsonObject json, string path, JsonNode? value, SourceLocation source)
    {
        var name = json["metadata"] is JsonObject metadata && metadata["name"] is { } n && IsFilled(n) ? $" '{n}'" : "";
        var what = value is null || (IsText(value) && !IsFilled(value)) ? $"has no {path}" : $"has {Describe(value)} as {path}, where text is needed";
        var hint = value?.GetValueKind() switch
        {
            JsonValueKind.True or JsonValueKind.False => "Put quotes around the value: YAML as kubectl reads it takes y, yes, on, n, no and off for booleans.",
            JsonValueKind.Number => "Put quotes around the value.",
            _ => "Every document of a manifest needs apiVersion, kind and metadata.name.",
        };
        return new(ErrorCode.ManifestNotAnObject, $"{Who(json)}{name} {what}.", hint, source: source);
    }

    private static bool IsFilled(JsonNode? node) => IsText(node) && node!.GetValue<string>().Length > 0;

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "a mapping",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => $"the number {node}",
        _ => $"the boolean {node.ToJsonString()}",
    };
}
