namespace Cake.Istio.Sandbox.Controllers.Garbage;

/// <summary>What becomes of an object by its owners and its dependents.</summary>
internal static class GarbagePlan
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    /// <summary>Decides about a dependent.</summary>
    /// <param name="resource">Where the object belongs.</param>
    /// <param name="value">The object.</param>
    /// <param name="owners">Its owner references with what became of each.</param>
    /// <param name="hasDependents">Whether others depend on it in turn.</param>
    public static IEnumerable<Write> ForDependent(ResourceKey resource, JsonObject value, IReadOnlyList<(JsonObject Reference, OwnerState State)> owners, bool hasDependents)
    {
        if (owners.Count == 0 || (value.IsDeleting() && !Has(value, Foreground)))
            yield break;
        var gone = owners.Where(owner => owner.State != OwnerState.Solid).ToArray();
        if (gone.Length < owners.Count)
        {
            if (gone.Length > 0)
                yield return new Write.Replace(resource, Without(value, gone.Select(owner => owner.Reference.Text("uid"))));
            yield break;
        }
        if (value.IsDeleting())
            yield break;
        var waits = hasDependents && gone.Any(owner => owner.State == OwnerState.Waiting);
        var propagation = waits || Has(value, Foreground) ? "Foreground" : Has(value, Orphan) ? "Orphan" : "Background";
        yield return new Write.Delete(resource, value, new DeleteOptions { Propagation = propagation });
    }

    /// <summary>Decides about an owner that is going and has a say in what becomes of its dependents.</summary>
    /// <param name="resource">Where the object belongs.</param>
    /// <param name="value">The object.</param>
    /// <param name="dependents">What depends on it.</param>
    public static IEnumerable<Write> ForOwner(ResourceKey resource, JsonObject value, IReadOnlyList<(ResourceKey Resource, JsonObject Value)> dependents)
    {
        if (!value.IsDeleting())
            yield break;
        if (Has(value, Orphan))
        {
            foreach (var dependent in dependents)
                yield return new Write.Replace(dependent.Resource, Without(dependent.Value, [value.Uid()]));
            yield return new Write.Replace(resource, WithoutFinalizer(value, Orphan));
        }
        else if (Has(value, Foreground) && !dependents.Any(dependent => Blocks(dependent.Value, value.Uid())))
        {
            yield return new Write.Replace(resource, WithoutFinalizer(value, Foreground));
        }
    }

    /// <summary>Whether the object waits for its dependents to go.</summary>
    public static bool IsWaiting(JsonObject value) => value.IsDeleting() && Has(value, Foreground);

    private static bool Blocks(JsonObject dependent, string uid) =>
        dependent.Objects("metadata", "ownerReferences").Any(reference => reference.Text("uid") == uid && reference.Flag("blockOwnerDeletion") == true);

    private static bool Has(JsonObject value, string finalizer) => value.Texts("metadata", "finalizers").Contains(finalizer);

    private static JsonObject Without(JsonObject value, IEnumerable<string?> uids)
    {
        var next = value.DeepClone().AsObject();
        var kept = value.Objects("metadata", "ownerReferences").Where(reference => !uids.Contains(reference.Text("uid"))).Select(reference => reference.DeepClone()).ToArray();
        if (kept.Length > 0)
            next.Child("metadata")["ownerReferences"] = new JsonArray(kept);
        else
            next.Child("metadata").Remove("ownerReferences");
        return next;
    }

    private static JsonObject WithoutFinalizer(JsonObject value, string finalizer)
    {
        var next = value.DeepClone().AsObject();
        next.Child("metadata")["finalizers"] = new JsonArray([.. value.Texts("metadata", "finalizers").Where(name => name != finalizer).Select(name => JsonValue.Create(name))]);
        return next;
    }
}
