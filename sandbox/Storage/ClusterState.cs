namespace Cake.Istio.Sandbox.Storage;

/// <summary>The cluster's objects straight from an <see cref="ObjectStore"/>.</summary>
internal sealed class ClusterState(ObjectStore store, TimeProvider time) : IClusterState
{
    public JsonObject? Get(ResourceKey resource, string? @namespace, string name) => store.Table(resource).Find(@namespace, name)?.Read();

    public IReadOnlyList<JsonObject> List(ResourceKey resource, string? @namespace = null) =>
        [.. store.Table(resource).Range(@namespace).Select(item => item.Read())];

    public JsonObject Create(ResourceKey resource, JsonObject value, string manager)
    {
        var created = value.DeepClone().AsObject();
        var metadata = created["metadata"]!.AsObject();
        if (metadata["name"] is null)
            metadata["name"] = (string?)metadata["generateName"] + Guid.NewGuid().ToString("N")[..5];
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Now();
        metadata["generation"] = 1;
        return store.Create(resource, (string?)metadata["namespace"], (string)metadata["name"]!, created).Read();
    }

    public JsonObject Update(ResourceKey resource, JsonObject value, string manager, string? subresource = null)
    {
        var metadata = value["metadata"]!.AsObject();
        var name = (string)metadata["name"]!;
        while (true)
        {
            var stored = Find(resource, (string?)metadata["namespace"], name);
            var next = subresource is null ? value.DeepClone().AsObject() : stored.Read();
            if (subresource is not null)
                next[subresource] = value[subresource]?.DeepClone();
            if ((string?)metadata["resourceVersion"] is { Length: > 0 } version && version != stored.ResourceVersion.ToString(CultureInfo.InvariantCulture))
                throw StatusException.Modified(resource, name);
            next["metadata"]!["resourceVersion"] = stored.ResourceVersion.ToString(CultureInfo.InvariantCulture);
            if (JsonNode.DeepEquals(next, stored.Read()))
                return next;
            if (next["metadata"]!["deletionTimestamp"] is not null && next["metadata"]!["finalizers"] is not JsonArray { Count: > 0 })
            {
                if (store.TryRemove(stored, next) is { } removed)
                    return removed.Read();
            }
            else if (store.TryReplace(stored, next) is { } replaced)
                return replaced.Read();
        }
    }

    public void Delete(ResourceKey resource, string? @namespace, string name, DeleteOptions? options = null)
    {
        while (true)
        {
            var stored = Find(resource, @namespace, name);
            var last = stored.Read();
            var metadata = last["metadata"]!.AsObject();
            if (options?.Uid is { } uid && uid != (string?)metadata["uid"])
                throw StatusException.Conflict(resource, name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {(string?)metadata["uid"]}");
            if (metadata["finalizers"] is not JsonArray { Count: > 0 })
            {
                if (store.TryRemove(stored, last) is not null)
                    return;
                continue;
            }
            if (metadata["deletionTimestamp"] is not null)
                return;
            metadata["deletionTimestamp"] = Now();
            if (store.TryReplace(stored, last) is not null)
                return;
        }
    }

    public IDisposable Subscribe(Action<StateChange> onChange) => store.Subscribe(onChange);

    private StoredObject Find(ResourceKey resource, string? @namespace, string name) =>
        store.Table(resource).Find(@namespace, name) ?? throw StatusException.NotFound(resource, name);

    private string Now() => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
