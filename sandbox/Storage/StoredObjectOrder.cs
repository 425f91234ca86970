namespace Cake.Istio.Sandbox.Storage;

/// <summary>The order of a LIST: by namespace, then by name, both by ordinal; it is also what identifies an object within its resource.</summary>
internal sealed class StoredObjectOrder : IComparer<StoredObject>
{
    /// <summary>The only instance.</summary>
    public static StoredObjectOrder Instance { get; } = new();

    public int Compare(StoredObject? x, StoredObject? y)
    {
        var byNamespace = string.CompareOrdinal(x?.Namespace, y?.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(x?.Name, y?.Name);
    }
}
