using Cake.Istio.Sandbox.Decoding;

namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>Brings a custom object into the form in which a server keeps it.</summary>
internal static class CustomObjectForm
{
    /// <summary>Prunes undeclared fields and meaningless nulls, fills in defaults, writes metadata canonically. In place.</summary>
    public static void Complete(KindSchema kind, StructuralSchema schema, JsonObject value, DecodeReport report)
    {
        if (value["metadata"] is { } metadata)
            CompleteMetadata(kind, value, metadata, report);
        foreach (var path in Pruning.Prune(value, schema, isResource: true))
            report.Unknown(path);
        CustomDefaults.RemoveNulls(value, schema);
        CustomDefaults.Apply(value, schema);
    }

    private static void CompleteMetadata(KindSchema kind, JsonObject value, JsonNode metadata, DecodeReport report)
    {
        // The normalizer wants the whole object, so that paths in messages begin with "metadata".
        var holder = new JsonObject();
        value.Remove("metadata");
        holder["metadata"] = metadata;
        ObjectNormalizer.Normalize(holder, kind.Type, report);
        metadata = holder["metadata"] ?? new JsonObject();
        holder.Remove("metadata");
        value["metadata"] = metadata;
    }
}
