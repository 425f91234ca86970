namespace Cake.Istio.Sandbox.Controllers.Garbage;

/// <summary>Deletes objects whose owners are gone, and lets owners go that wait for their dependents or leave them behind.</summary>
internal sealed class GarbageCollector(IClusterState state, ResourceCatalog catalog, WriteExecutor writes) : IController
{
    private readonly OwnerGraph _graph = new();

    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("generic-garbage-collector");

    public IReadOnlyList<ResourceKey> Watches { get; } = [];

    public IEnumerable<ObjectKey> KeysFor(StateChange change)
    {
        _graph.Follow(change);
        var waits = change.Current.Json.Span.IndexOf("\"deletionTimestamp\""u8) >= 0 && change.Type != StateChangeType.Deleted;
        if (waits || (change.Type != StateChangeType.Deleted && OwnerGraph.HasOwners(change.Current)))
            yield return GarbageKey.Of(change.Resource, change.Namespace, change.Name);
        if (!waits && change.Type != StateChangeType.Deleted)
            yield break;
        var value = change.Read();
        if (waits)
            _graph.Await(value.Uid(), GarbageKey.Of(change.Resource, change.Namespace, change.Name));
        else
            _graph.Forget(value.Uid());
        foreach (var (resource, @namespace, name) in _graph.DependentsOf(value.Uid()))
            yield return GarbageKey.Of(resource, @namespace, name);
        foreach (var owner in _graph.WaitingOwnersOf(change.Current))
            yield return owner;
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var (resource, name) = GarbageKey.Read(key);
        if (state.Get(resource, key.Namespace, name) is not { } value)
            return null;
        var dependents = _graph.DependentsOf(value.Uid());
        var owners = Owners(value).Select(owner => (owner.Reference, owner.State)).ToArray();
        await writes.ApplyAsync(GarbagePlan.ForDependent(resource, value, owners, dependents.Count > 0), cancellationToken);
        if (!value.IsDeleting())
            return null;
        var read = dependents.Select(item => (item.Resource, Value: state.Get(item.Resource, item.Namespace, item.Name))).Where(item => item.Value is not null);
        await writes.ApplyAsync(GarbagePlan.ForOwner(resource, value, [.. read.Select(item => (item.Resource, item.Value!))]), cancellationToken);
        return null;
    }

    private IEnumerable<(JsonObject Reference, OwnerState State, ResourceKey? Resource, JsonObject? Value)> Owners(JsonObject value)
    {
        foreach (var reference in value.Objects("metadata", "ownerReferences"))
        {
            // A kind that is not served cannot be asked for, nor one in a namespace by an object that is in none: nothing is deleted on a guess.
            if (catalog.FindKind(reference.Text("apiVersion") ?? "", reference.Text("kind") ?? "") is not { } kind || (kind.Namespaced && value.Namespace() is null))
            {
                yield return (reference, OwnerState.Solid, null, null);
                continue;
            }
            var owner = state.Get(kind.Key, kind.Namespaced ? value.Namespace() : null, reference.Text("name") ?? "");
            var condition = owner is null || owner.Uid() != reference.Text("uid") ? OwnerState.Absent
                : GarbagePlan.IsWaiting(owner) && reference.Flag("blockOwnerDeletion") == true ? OwnerState.Waiting
                : OwnerState.Solid;
            yield return (reference, condition, kind.Key, owner);
        }
    }
}
