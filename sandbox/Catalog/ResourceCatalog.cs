using System.Collections.Frozen;

namespace Cake.Istio.Sandbox.Catalog;

/// <summary>Every resource that is served now: the built-in ones and those of established CustomResourceDefinitions.</summary>
internal sealed class ResourceCatalog
{
    private readonly ObjectStore _store;
    private readonly IReadOnlyList<ResourceDefinition> _builtIn;
    private readonly Lock _rebuild = new();
    private readonly Dictionary<StoredObject, IReadOnlyList<ResourceDefinition>> _read = [];
    private volatile Snapshot? _snapshot;

    /// <summary>Reads built-in kinds now and custom ones whenever they have changed.</summary>
    public ResourceCatalog(ObjectStore store, IReadOnlyList<ResourceDefinition> builtIn)
    {
        (_store, _builtIn) = (store, builtIn);
        BuiltInGroups = builtIn.Where(resource => resource.IsServed).Select(resource => resource.Group).ToFrozenSet();
        store.Subscribe(_ => _snapshot = null, Resources.CustomResourceDefinitions);
    }

    /// <summary>The groups of built-in kinds.</summary>
    public FrozenSet<string> BuiltInGroups { get; }

    /// <summary>All served resources, in discovery's order.</summary>
    public IReadOnlyList<ResourceDefinition> All => Current().Served;

    /// <summary>The resource in a version, or null when it is not served.</summary>
    public ResourceDefinition? Find(string group, string version, string plural) => Current().ByPath.GetValueOrDefault((group, version, plural));

    /// <summary>The version that is stored under a key, or null.</summary>
    public ResourceDefinition? Find(ResourceKey key) => Current().ByKey.GetValueOrDefault(key);

    /// <summary>The resource of a kind, or null when it is neither served nor stored.</summary>
    public ResourceDefinition? FindKind(string apiVersion, string kind) => Current().ByKind.GetValueOrDefault((apiVersion, kind));

    private Snapshot Current()
    {
        if (_snapshot is { } current)
            return current;
        lock (_rebuild)
            return _snapshot ?? Rebuild();
    }

    private Snapshot Rebuild()
    {
        var definitions = _store.Table(Resources.CustomResourceDefinitions).Objects;
        foreach (var gone in _read.Keys.Where(stored => !definitions.TryGetValue(stored, out var kept) || !ReferenceEquals(kept, stored)).ToList())
            _read.Remove(gone);
        foreach (var definition in definitions.Where(stored => !_read.ContainsKey(stored)))
            _read[definition] = CustomResources.Read(definition.Read());
        var snapshot = new Snapshot([.. _builtIn, .. definitions.SelectMany(definition => _read[definition])]);
        _snapshot = snapshot;
        if (!ReferenceEquals(definitions, _store.Table(Resources.CustomResourceDefinitions).Objects))
            _snapshot = null;
        return snapshot;
    }

    private sealed record Snapshot(IReadOnlyList<ResourceDefinition> All)
    {
        // A definition cannot take the place of a built-in kind: the first of two counts.
        public IReadOnlyList<ResourceDefinition> Served { get; } =
            [.. All.Where(resource => resource.IsServed).DistinctBy(resource => (resource.Group, resource.Version, resource.Plural))];

        public Dictionary<(string, string, string), ResourceDefinition> ByPath { get; } = All.Where(resource => resource.IsServed)
            .DistinctBy(resource => (resource.Group, resource.Version, resource.Plural)).ToDictionary(resource => (resource.Group, resource.Version, resource.Plural));

        public Dictionary<(string, string), ResourceDefinition> ByKind { get; } =
            All.DistinctBy(resource => (resource.ApiVersion, resource.Kind)).ToDictionary(resource => (resource.ApiVersion, resource.Kind));

        public Dictionary<ResourceKey, ResourceDefinition> ByKey { get; } =
            All.GroupBy(resource => resource.Key).ToDictionary(group => group.Key, group => group.FirstOrDefault(resource => resource.IsStorageVersion) ?? group.First());
    }
}
