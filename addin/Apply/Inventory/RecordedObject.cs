using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Inventory;

/// <summary>An object that an install made or took over.</summary>
/// <param name="Subject">The object.</param>
/// <param name="Uid">Its UID, or null where the install ended before that was known.</param>
public sealed record RecordedObject(ObjectRef Subject, string? Uid)
{
    /// <summary>The object's key.</summary>
    internal ObjectKey Key => ObjectKey.Of(Subject);
}
