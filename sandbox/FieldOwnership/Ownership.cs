namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>What an operation on an object has to know to keep its field ownership.</summary>
/// <param name="Kind">The kind in the version of the request.</param>
/// <param name="Subresource">The subresource of the request, such as <c>status</c>; null for the object itself.</param>
/// <param name="Now">The time of the request.</param>
internal sealed record Ownership(KindSchema Kind, string? Subresource, DateTimeOffset Now)
{
    /// <summary>The type in another served version; null when that version is gone, whose managers then are forgotten.</summary>
    public Func<string, TypeSchema?> TypeOf { get; init; } = apiVersion => SchemaTable.BuiltIn.Find(apiVersion, Kind.Kind)?.Type;

    /// <summary>The type in a version; that of the request needs no look-up.</summary>
    public TypeSchema? Type(string apiVersion) => apiVersion == Kind.ApiVersion ? Kind.Type : TypeOf(apiVersion);

    /// <summary>The fields that a request on this endpoint cannot change, so that nobody comes to own them by it.</summary>
    public FieldSet Ignored => ResetFields.Of(Kind, Subresource);

    /// <summary>The time as an entry has it.</summary>
    public string Time => Decoding.Rfc3339.Write(Now);
}
