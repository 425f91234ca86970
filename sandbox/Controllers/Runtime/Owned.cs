namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>The way from dependents to their controlling owner and back.</summary>
internal static class Owned
{
    /// <summary>The changed object itself when it is of the owner's resource, else its controlling owner when that is of the kind.</summary>
    public static IEnumerable<ObjectKey> KeysFor(StateChange change, ResourceKey owners, string ownerKind)
    {
        if (change.Resource == owners)
            yield return new ObjectKey(change.Namespace, change.Name);
        else if (OwnerReference.Controller(change.Read()) is { } owner && owner.Text("kind") == ownerKind)
            yield return new ObjectKey(change.Namespace, owner.Text("name")!);
    }

    /// <summary>Those of the objects that the owner controls.</summary>
    public static IReadOnlyList<JsonObject> By(JsonObject owner, IEnumerable<JsonObject> candidates) =>
        [.. candidates.Where(candidate => OwnerReference.IsControlledBy(candidate, owner))];
}
