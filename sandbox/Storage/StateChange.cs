namespace Cake.Istio.Sandbox.Storage;

/// <summary>One committed change.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Current">The content after the change; for <see cref="StateChangeType.Deleted"/> the last content.</param>
/// <param name="Previous">The content before the change; null for <see cref="StateChangeType.Added"/>.</param>
internal sealed record StateChange(StateChangeType Type, StoredObject Current, StoredObject? Previous)
{
    /// <summary>The resource that changed.</summary>
    public ResourceKey Resource => Current.Resource;

    /// <summary>The namespace; null for cluster-scoped objects.</summary>
    public string? Namespace => Current.Namespace;

    /// <summary>The object's name.</summary>
    public string Name => Current.Name;

    /// <summary>Reads a copy of the object; parse it only when the name is not enough.</summary>
    public JsonObject Read() => Current.Read();
}
