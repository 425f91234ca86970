using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Cake.Istio.Sandbox.Storage;

/// <summary>
/// Versioned objects in memory. One counter numbers all writes, as etcd's revision does. Reads take no lock; a write is a compare-and-swap on what the
/// writer has read.
/// </summary>
internal sealed class ObjectStore
{
    private readonly Lock _commit = new();
    private readonly ConcurrentDictionary<ResourceKey, ResourceTable> _tables = new();
    private ImmutableArray<Subscription> _subscriptions = [];
    private long _version = 1;
    private long _historyStart;

    /// <summary>The number of the latest write.</summary>
    public long ResourceVersion => Interlocked.Read(ref _version);

    /// <summary>The objects of a resource.</summary>
    public ResourceTable Table(ResourceKey resource) => _tables.GetOrAdd(resource, key => new ResourceTable(key, _historyStart));

    /// <summary>The objects of a resource as they were at a version.</summary>
    /// <exception cref="StatusException">410 when the history no longer reaches back that far.</exception>
    public ImmutableSortedSet<StoredObject> At(ResourceKey resource, long version)
    {
        lock (_commit)
            return Table(resource).At(version);
    }

    /// <summary>Every object there is; the order between resources is not defined.</summary>
    public IEnumerable<StoredObject> All() => _tables.Values.SelectMany(table => table.Objects);

    /// <summary>Stores a new object. The value is taken over and gets its resourceVersion.</summary>
    /// <exception cref="StatusException">409 AlreadyExists.</exception>
    public StoredObject Create(ResourceKey resource, string? @namespace, string name, JsonObject value)
    {
        lock (_commit)
        {
            var table = Table(resource);
            if (table.Find(@namespace, name) is not null)
                throw StatusException.AlreadyExists(resource, name);
            var stored = StoredObjectWriter.Write(resource, @namespace, name, _version + 1, value);
            Commit(table, new StateChange(StateChangeType.Added, stored, null));
            return stored;
        }
    }

    /// <summary>Replaces what the caller has read. The value is taken over and gets its resourceVersion.</summary>
    /// <returns>The new object; null when the stored one is no longer <paramref name="expected"/>.</returns>
    public StoredObject? TryReplace(StoredObject expected, JsonObject value) => TryChange(expected, value, StateChangeType.Modified);

    /// <summary>Removes what the caller has read; <paramref name="last"/> is the content that watchers see.</summary>
    /// <returns>The last content; null when the stored object is no longer <paramref name="expected"/>.</returns>
    public StoredObject? TryRemove(StoredObject expected, JsonObject last) => TryChange(expected, last, StateChangeType.Deleted);

    /// <summary>Calls back under the commit lock, in order: for the changes since a version, then for every later one.</summary>
    /// <param name="onChange">Must return at once and not call the store.</param>
    /// <param name="resource">Only changes of this resource; null for all, which excludes <paramref name="since"/>.</param>
    /// <param name="since">Where to begin; null for now.</param>
    /// <exception cref="StatusException">410 when the history no longer reaches back that far.</exception>
    public IDisposable Subscribe(Action<StateChange> onChange, ResourceKey? resource = null, long? since = null)
    {
        lock (_commit)
        {
            if (resource is not null && since is { } version)
                foreach (var change in Table(resource).Since(version))
                    onChange(change);
            var subscription = new Subscription(this, resource, onChange);
            _subscriptions = _subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Runs an action between two commits, with the version that everything before it has at most.</summary>
    public void BetweenCommits(Action<long> action)
    {
        lock (_commit)
            action(_version);
    }

    /// <summary>Begins with objects that were stored before; watches cannot reach back beyond <paramref name="version"/>.</summary>
    public void Load(IEnumerable<StoredObject> stored, long version)
    {
        lock (_commit)
        {
            (_version, _historyStart) = (version, version);
            foreach (var group in stored.GroupBy(item => item.Resource))
                Table(group.Key).Load(group);
        }
    }

    private StoredObject? TryChange(StoredObject expected, JsonObject value, StateChangeType type)
    {
        lock (_commit)
        {
            var table = Table(expected.Resource);
            if (!ReferenceEquals(table.Find(expected.Namespace, expected.Name), expected))
                return null;
            var stored = StoredObjectWriter.Write(expected.Resource, expected.Namespace, expected.Name, _version + 1, value);
            Commit(table, new StateChange(type, stored, expected));
            return stored;
        }
    }

    private void Commit(ResourceTable table, StateChange change)
    {
        table.Commit(change);
        Interlocked.Increment(ref _version);
        foreach (var subscription in _subscriptions)
            subscription.Offer(change);
    }

    private sealed class Subscription(ObjectStore store, ResourceKey? resource, Action<StateChange> onChange) : IDisposable
    {
        public void Offer(StateChange change)
        {
            if (resource is null || resource == change.Resource)
                onChange(change);
        }

        public void Dispose()
        {
            lock (store._commit)
                store._subscriptions = store._subscriptions.Remove(this);
        }
    }
}
