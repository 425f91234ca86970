namespace Cake.Istio.Sandbox.Schema;

/// <summary>What values a type takes.</summary>
internal enum TypeShape
{
    /// <summary>An object with named fields.</summary>
    Struct,

    /// <summary>An object whose keys are free and whose values share one type.</summary>
    Map,

    /// <summary>A list.</summary>
    List,

    /// <summary>Text.</summary>
    String,

    /// <summary>Base64 text.</summary>
    Bytes,

    /// <summary>A 32-bit integer.</summary>
    Int32,

    /// <summary>A 64-bit integer.</summary>
    Int64,

    /// <summary>A double.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A resource.Quantity: a number or text such as <c>500m</c>.</summary>
    Quantity,

    /// <summary>An integer or text such as <c>25%</c>.</summary>
    IntOrString,

    /// <summary>RFC 3339 with seconds.</summary>
    Time,

    /// <summary>RFC 3339 with microseconds.</summary>
    MicroTime,

    /// <summary>Any object; its fields are owned one by one (structured-merge-diff's deduced type).</summary>
    Object,

    /// <summary>Any value; objects inside are owned field by field, lists as a whole.</summary>
    Any,

    /// <summary>Any value, owned as a whole (RawExtension).</summary>
    Raw,
}
