namespace Cake.Istio.Sandbox.Catalog;

/// <summary>One resource in one served version.</summary>
/// <param name="Key">Where its objects are stored; shared by all served versions of the kind.</param>
/// <param name="Schema">The kind in this version.</param>
/// <param name="StorageApiVersion">The apiVersion that objects are stored in.</param>
internal sealed record ResourceDefinition(ResourceKey Key, KindSchema Schema, string StorageApiVersion)
{
    /// <summary>The kind of a LIST.</summary>
    public string ListKind { get; init; } = Schema.Kind + "List";

    /// <summary>Whether requests can name it; what an old server does not serve may be stored all the same.</summary>
    public bool IsServed { get; init; } = true;

    /// <summary>What a CustomResourceDefinition says about this version; null for built-in kinds.</summary>
    public CustomResourceVersion? Custom { get; init; }

    /// <summary>The API group; empty for core.</summary>
    public string Group => Schema.Group;

    /// <summary>The version, such as <c>v1</c>.</summary>
    public string Version => Schema.Version;

    /// <summary>The apiVersion.</summary>
    public string ApiVersion => Schema.ApiVersion;

    /// <summary>The plural as in URLs.</summary>
    public string Plural => Schema.Plural;

    /// <summary>The kind.</summary>
    public string Kind => Schema.Kind;

    /// <summary>The group and version that objects are stored in, with an empty group for core: <c>/v1</c>.</summary>
    public string StorageGroupVersion => StorageApiVersion.Contains('/', StringComparison.Ordinal) ? StorageApiVersion : $"/{StorageApiVersion}";

    /// <summary>The verbs that discovery tells of.</summary>
    public IEnumerable<string> Verbs => Custom is { IsTerminating: true } ? Schema.Verbs.Except(["patch", "create", "update"]) : Schema.Verbs;

    /// <summary>Whether objects live in namespaces.</summary>
    public bool Namespaced => Schema.IsNamespaced;

    /// <summary>Whether objects are answered as they are stored.</summary>
    public bool IsStorageVersion { get; } = string.Equals(Schema.ApiVersion, StorageApiVersion, StringComparison.Ordinal);

    /// <summary>Whether the status can only be written through its subresource.</summary>
    public bool HasStatus { get; } = Schema.Has("status");

    /// <summary>The subresource, or null.</summary>
    public SubresourceSchema? Subresource(string name) => Schema.Subresources.FirstOrDefault(part => string.Equals(part.Name, name, StringComparison.Ordinal));
}
