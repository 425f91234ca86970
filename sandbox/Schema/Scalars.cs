namespace Cake.Istio.Sandbox.Schema;

/// <summary>The types without parts.</summary>
internal static class Scalars
{
    /// <summary>Text.</summary>
    public static TypeSchema String { get; } = new(TypeShape.String, "string");

    /// <summary>Base64 text.</summary>
    public static TypeSchema Bytes { get; } = new(TypeShape.Bytes, "bytes");

    /// <summary>A 32-bit integer.</summary>
    public static TypeSchema Int32 { get; } = new(TypeShape.Int32, "int32");

    /// <summary>A 64-bit integer.</summary>
    public static TypeSchema Int64 { get; } = new(TypeShape.Int64, "int64");

    /// <summary>A double.</summary>
    public static TypeSchema Number { get; } = new(TypeShape.Number, "number");

    /// <summary>true or false.</summary>
    public static TypeSchema Boolean { get; } = new(TypeShape.Boolean, "boolean");

    /// <summary>A resource.Quantity.</summary>
    public static TypeSchema Quantity { get; } = new(TypeShape.Quantity, "quantity");

    /// <summary>An integer or text.</summary>
    public static TypeSchema IntOrString { get; } = new(TypeShape.IntOrString, "intOrString");

    /// <summary>RFC 3339 with seconds.</summary>
    public static TypeSchema Time { get; } = new(TypeShape.Time, "time");

    /// <summary>RFC 3339 with microseconds.</summary>
    public static TypeSchema MicroTime { get; } = new(TypeShape.MicroTime, "microTime");

    /// <summary>Any object.</summary>
    public static TypeSchema Object { get; } = new(TypeShape.Object, "object");
}
