namespace Cake.Istio.Sandbox.Controllers.Garbage;

/// <summary>Who depends on whom, by uid. Follows the changes in their order.</summary>
internal sealed class OwnerGraph
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<(ResourceKey Resource, string? Namespace, string Name)>> _dependents = new(StringComparer.Ordinal);

    private readonly Dictionary<string, ObjectKey> _waiting = new(StringComparer.Ordinal);

    /// <summary>Notes an owner that waits for its dependents.</summary>
    public void Await(string uid, ObjectKey owner)
    {
        lock (_lock)
            _waiting[uid] = owner;
    }

    /// <summary>An owner is gone.</summary>
    public void Forget(string uid)
    {
        lock (_lock)
            _waiting.Remove(uid);
    }

    /// <summary>The owners of an object that wait, wherever they are: an object in no namespace can name one in a namespace, which cannot be asked for but does wait for it.</summary>
    public IReadOnlyList<ObjectKey> WaitingOwnersOf(StoredObject value)
    {
        lock (_lock)
            return [.. from owner in Owners(value) where _waiting.ContainsKey(owner) select _waiting[owner]];
    }

    /// <summary>Takes a change in.</summary>
    public void Follow(StateChange change)
    {
        var identity = (change.Resource, change.Namespace, change.Name);
        lock (_lock)
        {
            foreach (var owner in change.Previous is { } previous ? Owners(previous) : [])
            {
                if (_dependents.TryGetValue(owner, out var known) && known.Remove(identity) && known.Count == 0)
                    _dependents.Remove(owner);
            }
            if (change.Type == StateChangeType.Deleted)
                return;
            foreach (var owner in Owners(change.Current))
            {
                if (!_dependents.TryGetValue(owner, out var known))
                    _dependents[owner] = known = [];
                known.Add(identity);
            }
        }
    }

    /// <summary>What names the uid as an owner.</summary>
    public IReadOnlyList<(ResourceKey Resource, string? Namespace, string Name)> DependentsOf(string uid)
    {
        lock (_lock)
            return _dependents.TryGetValue(uid, out var known) ? [.. known] : [];
    }

    /// <summary>Whether the content speaks of owners at all; much faster than reading it.</summary>
    public static bool HasOwners(StoredObject value) => value.Json.Span.IndexOf("\"ownerReferences\""u8) >= 0;

    private static List<string> Owners(StoredObject value)
    {
        var owners = new List<string>();
        if (!HasOwners(value))
            return owners;
        using var document = JsonDocument.Parse(value.Json);
        if (document.RootElement.GetProperty("metadata").TryGetProperty("ownerReferences", out var references) && references.ValueKind == JsonValueKind.Array)
            owners.AddRange(references.EnumerateArray().Select(reference => reference.TryGetProperty("uid", out var uid) ? uid.GetString() : null).OfType<string>());
        return owners;
    }
}
