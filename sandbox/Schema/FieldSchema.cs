namespace Cake.Istio.Sandbox.Schema;

/// <summary>A field of a struct.</summary>
/// <param name="Name">The name in JSON.</param>
/// <param name="Type">Its type.</param>
internal sealed record FieldSchema(string Name, TypeSchema Type)
{
    /// <summary>When it is written.</summary>
    public Presence Presence { get; init; }

    /// <summary>Is it null, and not a zero, where it is absent and yet written?</summary>
    public bool IsNull { get; init; }

    /// <summary>May it not be left out?</summary>
    public bool IsRequired { get; init; }

    /// <summary>The default that OpenAPI states, other than a zero; or null. Shared: clone before use.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>The only values it takes; empty when any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What a strategic merge patch does.</summary>
    public PatchStrategies PatchStrategies { get; init; }

    /// <summary>The field by which a strategic merge patch tells list items apart, or null.</summary>
    public string? PatchMergeKey { get; init; }
}
