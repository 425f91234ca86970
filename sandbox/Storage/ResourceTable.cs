using System.Collections.Immutable;

namespace Cake.Istio.Sandbox.Storage;

/// <summary>The objects of one resource and the latest changes to them. Written under the store's commit lock; <see cref="Objects"/> is read without.</summary>
internal sealed class ResourceTable(ResourceKey resource, long historyStart)
{
    private const int HistoryLength = 8192;

    private readonly Queue<StateChange> _history = new();
    private long _historyStart = historyStart;
    private volatile ImmutableSortedSet<StoredObject> _objects = ImmutableSortedSet.Create<StoredObject>(StoredObjectOrder.Instance);

    /// <summary>A snapshot, in LIST order.</summary>
    public ImmutableSortedSet<StoredObject> Objects => _objects;

    /// <summary>The object, or null.</summary>
    public StoredObject? Find(string? @namespace, string name) => _objects.TryGetValue(Probe(@namespace, name), out var found) ? found : null;

    /// <summary>The objects of one namespace, or all; a snapshot, in LIST order, beginning after the given object if any.</summary>
    public IEnumerable<StoredObject> Range(string? @namespace, (string? Namespace, string Name)? after = null) => Range(_objects, @namespace, after);

    /// <summary>The same of a snapshot.</summary>
    public static IEnumerable<StoredObject> Range(ImmutableSortedSet<StoredObject> objects, string? @namespace, (string? Namespace, string Name)? after)
    {
        var from = after is { } last ? IndexAfter(objects, last.Namespace, last.Name) : @namespace is null ? 0 : IndexAfter(objects, @namespace, "");
        for (var index = from; index < objects.Count; index++)
        {
            var item = objects[index];
            if (@namespace is not null && !string.Equals(item.Namespace, @namespace, StringComparison.Ordinal))
                yield break;
            yield return item;
        }
    }

    /// <summary>Takes over a stored object without a history entry.</summary>
    public void Load(IEnumerable<StoredObject> stored) => _objects = _objects.Union(stored);

    /// <summary>Takes over a committed change.</summary>
    public void Commit(StateChange change)
    {
        var objects = change.Previous is { } previous ? _objects.Remove(previous) : _objects;
        _objects = change.Type == StateChangeType.Deleted ? objects : objects.Add(change.Current);
        _history.Enqueue(change);
        if (_history.Count > HistoryLength)
            _historyStart = _history.Dequeue().Current.ResourceVersion;
    }

    /// <summary>The changes after a version.</summary>
    /// <exception cref="StatusException">410 when the history no longer reaches back that far.</exception>
    public IEnumerable<StateChange> Since(long version) => version >= _historyStart
        ? _history.Where(change => change.Current.ResourceVersion > version)
        : throw StatusException.Expired(string.Create(CultureInfo.InvariantCulture, $"too old resource version: {version} ({_historyStart})"));

    /// <summary>The objects as they were at a version.</summary>
    /// <exception cref="StatusException">410 when the history no longer reaches back that far.</exception>
    public ImmutableSortedSet<StoredObject> At(long version)
    {
        var objects = _objects.ToBuilder();
        foreach (var change in Since(version).Reverse())
        {
            if (change.Type != StateChangeType.Deleted)
                objects.Remove(change.Current);
            if (change.Previous is { } previous)
                objects.Add(previous);
        }
        return objects.ToImmutable();
    }

    private static int IndexAfter(ImmutableSortedSet<StoredObject> objects, string? @namespace, string name)
    {
        var index = objects.IndexOf(Probe(@namespace, name));
        return index < 0 ? ~index : index + 1;
    }

    private static StoredObject Probe(string? @namespace, string name) => new(Nowhere, @namespace, name, 0, default);

    private static readonly ResourceKey Nowhere = new("", "");

    public override string ToString() => $"{resource}: {_objects.Count} objects";
}
