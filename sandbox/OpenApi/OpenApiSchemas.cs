namespace Cake.Istio.Sandbox.OpenApi;

/// <summary>The types of resources as JSON schemas, each named type once.</summary>
/// <param name="prefix">Where references point to, such as <c>#/components/schemas/</c>.</param>
internal sealed class OpenApiSchemas(string prefix)
{
    private const string MetadataType = "meta.v1.ObjectMeta";
    private readonly Dictionary<string, JsonObject?> _schemas = [];

    /// <summary>The schemas collected so far, by name.</summary>
    public JsonObject ToJson() => new([.. _schemas.OrderBy(schema => schema.Key, StringComparer.Ordinal).Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value))]);

    /// <summary>Adds the kind of a resource and all that it is made of.</summary>
    /// <returns>The name of its schema.</returns>
    public string Add(ResourceDefinition resource)
    {
        var kind = new JsonObject { ["group"] = resource.Group, ["version"] = resource.Version, ["kind"] = resource.Kind };
        var name = resource.Custom is null ? Name(resource.Schema.Type.Name) : CustomName(resource);
        if (resource.Custom is null)
            Add(resource.Schema.Type);
        else
            _schemas[name] = Custom(resource.Custom);
        var schema = _schemas[name]!;
        if (schema["x-kubernetes-group-version-kind"] is not JsonArray kinds)
            schema["x-kubernetes-group-version-kind"] = kinds = [];
        kinds.Add(kind);
        return name;
    }

    private JsonObject Custom(CustomResourceVersion version)
    {
        var schema = version.Schema?.DeepClone().AsObject() ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        if (schema["properties"] is not JsonObject properties)
            schema["properties"] = properties = [];
        properties["apiVersion"] = new JsonObject { ["type"] = "string" };
        properties["kind"] = new JsonObject { ["type"] = "string" };
        properties["metadata"] = Of(SchemaTable.BuiltIn.Struct(MetadataType));
        return schema;
    }

    private void Add(TypeSchema type)
    {
        if (!_schemas.TryAdd(Name(type.Name), null))
            return;
        var properties = new JsonObject();
        foreach (var field in type.Fields.Values.OrderBy(field => field.Name, StringComparer.Ordinal))
            properties[field.Name] = Of(field);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        var required = type.Fields.Values.Where(field => field.IsRequired).Select(field => field.Name).Order(StringComparer.Ordinal).ToList();
        if (required.Count > 0)
            schema["required"] = Words(required);
        if (type.IsAtomic)
            schema["x-kubernetes-map-type"] = "atomic";
        _schemas[Name(type.Name)] = schema;
    }

    private JsonObject Of(FieldSchema field)
    {
        var schema = Of(field.Type);
        if (field.Choices.Count > 0)
            schema["enum"] = Words(field.Choices);
        if (field.Default is not null)
            schema["default"] = field.Default.DeepClone();
        if (field.PatchMergeKey is not null)
            schema["x-kubernetes-patch-merge-key"] = field.PatchMergeKey;
        var strategies = new[] { PatchStrategies.Merge, PatchStrategies.RetainKeys }.Where(strategy => field.PatchStrategies.HasFlag(strategy));
        if (field.PatchStrategies != PatchStrategies.None)
            schema["x-kubernetes-patch-strategy"] = string.Join(',', strategies.Select(strategy => strategy == PatchStrategies.Merge ? "merge" : "retainKeys"));
        return schema;
    }

    private JsonObject Of(TypeSchema type)
    {
        switch (type.Shape)
        {
            case TypeShape.Struct:
                Add(type);
                return new JsonObject { ["$ref"] = prefix + Name(type.Name) };
            case TypeShape.Map:
                return new JsonObject { ["type"] = "object", ["additionalProperties"] = type.Element is { } value ? Of(value) : true };
            case TypeShape.List:
                return List(type);
            default:
                return Scalar(type.Shape);
        }
    }

    private JsonObject List(TypeSchema type)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = Of(type.Element!) };
        list["x-kubernetes-list-type"] = type.ListType switch { ListType.Map => "map", ListType.Set => "set", _ => "atomic" };
        if (type.ListType == ListType.Map)
            list["x-kubernetes-list-map-keys"] = Words(type.Keys);
        return list;
    }

    private static JsonObject Scalar(TypeShape shape) => shape switch
    {
        TypeShape.String or TypeShape.Quantity => new() { ["type"] = "string" },
        TypeShape.IntOrString => new() { ["type"] = "string", ["format"] = "int-or-string" },
        TypeShape.Bytes => new() { ["type"] = "string", ["format"] = "byte" },
        TypeShape.Time or TypeShape.MicroTime => new() { ["type"] = "string", ["format"] = "date-time" },
        TypeShape.Int32 => new() { ["type"] = "integer", ["format"] = "int32" },
        TypeShape.Int64 => new() { ["type"] = "integer", ["format"] = "int64" },
        TypeShape.Number => new() { ["type"] = "number", ["format"] = "double" },
        TypeShape.Boolean => new() { ["type"] = "boolean" },
        _ => new() { ["type"] = "object" },
    };

    private static string Name(string type) => type.StartsWith("meta.", StringComparison.Ordinal) ? $"io.k8s.apimachinery.pkg.apis.{type}" : $"io.k8s.api.{type}";

    private static string CustomName(ResourceDefinition resource) =>
        string.Join('.', resource.Group.Split('.').Reverse().Append(resource.Version).Append(resource.Kind));

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);
}
