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

    /// <summary>A struct's own name: <c>Container</c>.</summary>
    public static string Name(TypeSchema type) => type.Name[(type.Name.LastIndexOf('.') + 1)..];

    private static string Package(TypeSchema type)
    {
        var parts = type.Name.Split('.');
        return parts.Length > 1 ? parts[^2] : "v1";
    }
}
