using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>Objects within custom objects (<c>x-kubernetes-embedded-resource</c>) have a kind and sound metadata.</summary>
internal static class EmbeddedObjects
{
    /// <summary>Checks those in a value.</summary>
    public static void Check(FieldCursor value, StructuralSchema schema)
    {
        if (schema.IsEmbeddedResource && value.IsMap)
            CheckOne(value);
        foreach (var name in value.Names())
            if (schema.Properties.TryGetValue(name, out var property))
                Check(value[name], property);
            else if (schema.AdditionalProperties is { } additional)
                Check(value.Key(name), additional);
        if (schema.Items is { } items)
            foreach (var item in value.Items())
                Check(item, items);
    }

    private static void CheckOne(FieldCursor value)
    {
        foreach (var field in (ReadOnlySpan<string>)["apiVersion", "kind"])
            if (!value[field].IsSet)
                value.Findings.Required(value[field].Path);
            else if (value[field].Value?.GetValueKind() != JsonValueKind.String)
                value[field].Invalid("must be a string");
            else if (value[field].IsEmpty)
                value[field].Invalid("must not be empty");
        if (value["kind"].Text is { Length: > 0 } kind && NameRules.Rfc1035Label(kind.ToLowerInvariant()).ToList() is { Count: > 0 } messages)
            value["kind"].Invalid("may have mixed case, but should otherwise match: " + string.Join(',', messages));
        if (value["metadata"].IsMap)
            MetadataValidation.CheckEmbedded(value["metadata"]);
    }
}
