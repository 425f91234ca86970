using System.Collections.Frozen;

namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>A structural schema as the type that field ownership goes by (kube-openapi's schemaconv).</summary>
internal static class CustomTypes
{
    /// <summary>The type of whole objects: the schema, with apiVersion, kind and metadata as every object has them.</summary>
    public static TypeSchema OfObject(string kind, StructuralSchema schema)
    {
        var fields = Fields(schema, schema.PreservesUnknownFields);
        fields["apiVersion"] = new FieldSchema("apiVersion", Scalars.String);
        fields["kind"] = new FieldSchema("kind", Scalars.String);
        fields["metadata"] = new FieldSchema("metadata", SchemaTable.BuiltIn.Struct("meta.v1.ObjectMeta")) { Presence = Presence.WhenGiven };
        return Struct(kind, schema, fields, schema.PreservesUnknownFields);
    }

    private static TypeSchema Of(StructuralSchema schema, bool preserves)
    {
        preserves |= schema.PreservesUnknownFields;
        if (schema.Rules.IsIntOrString)
            return Scalars.IntOrString;
        return schema.Rules.Types is [var type]
            ? type switch
            {
                "object" => OfMap(schema, preserves),
                "array" => OfList(schema, preserves),
                "string" => Scalars.String,
                "integer" => Scalars.Int64,
                "number" => Scalars.Number,
                "boolean" => Scalars.Boolean,
                _ => TypeSchema.Any,
            }
            : TypeSchema.Any;
    }

    private static TypeSchema OfMap(StructuralSchema schema, bool preserves)
    {
        var type = schema.Properties.Count == 0 && schema.AdditionalProperties is { } additional
            ? new TypeSchema(TypeShape.Map, "map") { Element = Of(additional, preserves) }
            : schema.Properties.Count == 0
                ? Scalars.Object
                : Struct("object", schema, Fields(schema, preserves), preserves);
        return schema.MapType == "atomic" ? type.AsAtomic() : type;
    }

    private static TypeSchema OfList(StructuralSchema schema, bool preserves) => new(TypeShape.List, "list")
    {
        Element = schema.Items is { } items ? Of(items, preserves) : TypeSchema.Raw,
        ListType = schema.ListType switch
        {
            "set" => ListType.Set,
            "map" => ListType.Map,
            _ => ListType.Atomic,
        },
        Keys = schema.ListMapKeys,
    };

    private static TypeSchema Struct(string name, StructuralSchema schema, Dictionary<string, FieldSchema> fields, bool preserves)
    {
        var frozen = fields.ToFrozenDictionary();
        return new TypeSchema(TypeShape.Struct, name, new Lazy<FrozenDictionary<string, FieldSchema>>(frozen))
        {
            Element = schema.AdditionalProperties is { } additional ? Of(additional, preserves)
                : preserves || schema.AllowsAdditionalProperties ? TypeSchema.Any : null,
        };
    }

    private static Dictionary<string, FieldSchema> Fields(StructuralSchema schema, bool preserves) => schema.Properties.ToDictionary(
        property => property.Key,
        property => new FieldSchema(property.Key, Of(property.Value, preserves)) { Default = property.Value.Default, Presence = Presence.WhenGiven });
}
