namespace Cake.Istio.Sandbox.Decoding;

/// <summary>Types as Go writes them in decoding errors.</summary>
internal static class GoType
{
    /// <summary>Such as <c>[]v1.Container</c> or <c>map[string]string</c>.</summary>
    public static string Describe(TypeSchema type) => type.Shape switch
    {
        TypeShape.Struct => $"{Package(type)}.{Name(type)}",
        TypeShape.List => "[]" + Describe(type.Element!),
        TypeShape.Map when type.Element!.Shape == TypeShape.Quantity => "v1.ResourceList",
        TypeShape.Map => "map[string]" + Describe(type.Element!),
        TypeShape.Bytes => "[]uint8",
        TypeShape.Int32 => "int32",
        TypeShape.Int64 => "int64",
        TypeShape.Number => "float64",
        TypeShape.Boolean => "bool",
        _ => "string",
    };

    /// <summary>A JSON value's kind, as the decoder calls it: <c>object</c>, <c>array</c>, <c>string</c>, <c>number</c> or <c>bool</c>.</summary>
    public static string OfValue(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => "bool",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>What apimachinery's converter says of a value of the wrong type, such as <c>cannot restore map from string</c>; null where the type decodes itself.</summary>
    public static string? CannotConvert(JsonNode value, TypeSchema type)
    {
        var given = OfValue(value) switch { "object" => "map", "array" => "slice", "number" => value.ToJsonString().AsSpan().ContainsAny(".eE") ? "float64" : "int64", var same => same };
        return (type.Shape, given) switch
        {
            (TypeShape.Struct, _) => $"cannot restore struct from: {given}",
            (TypeShape.Map or TypeShape.Object, _) => $"cannot restore map from {given}",
            (TypeShape.List or TypeShape.Bytes, _) => $"cannot restore slice from {given}",
            (TypeShape.String, "int64") or (TypeShape.Int32 or TypeShape.Int64, "float64") => $"cannot convert {given} to {Describe(type)}",
            (TypeShape.String or TypeShape.Int32 or TypeShape.Int64 or TypeShape.Number or TypeShape.Boolean, _) => $"unrecognized type: {Describe(type)}",
            _ => null,
        };
    }

    /// <summary>A struct's own name: <c>Container</c>.</summary>
    public static string Name(TypeSchema type) => type.Name[(type.Name.LastIndexOf('.') + 1)..];

    private static string Package(TypeSchema type)
    {
        var parts = type.Name.Split('.');
        return parts.Length > 1 ? parts[^2] : "v1";
    }
}
