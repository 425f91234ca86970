using Cake.Istio.Sandbox.Schema;
using Cake.Istio.Sandbox.Storage;

namespace Cake.Istio.Sandbox.Catalog;

/// <summary>One resource in one served version, as discovery tells of it.</summary>
internal sealed record ResourceDefinition
{
    /// <summary>Where its objects are stored; shared by all served versions of the kind.</summary>
    public required ResourceKey Key { get; init; }

    /// <summary>The API group of this version; empty for core.</summary>
    public required string Group { get; init; }

    /// <summary>The served version, such as <c>v1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The plural as in URLs.</summary>
    public required string Plural { get; init; }

    /// <summary>The singular name.</summary>
    public required string Singular { get; init; }

    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The kind of a LIST.</summary>
    public required string ListKind { get; init; }

    /// <summary>Whether objects live in namespaces.</summary>
    public required bool Namespaced { get; init; }

    /// <summary>The verbs in discovery's order.</summary>
    public required IReadOnlyList<string> Verbs { get; init; }

    /// <summary>What kubectl may call it for short.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Groups of resources such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Its subresources.</summary>
    public IReadOnlyList<SubresourceSchema> Subresources { get; init; } = [];

    /// <summary>The apiVersion that objects are stored in.</summary>
    public required string StorageApiVersion { get; init; }

    /// <summary>The type of its objects; null for custom resources.</summary>
    public KindSchema? Schema { get; init; }

    /// <summary>What a CustomResourceDefinition says about this version; null for built-in kinds.</summary>
    public CustomResourceVersion? Custom { get; init; }

    /// <summary>The apiVersion of this version.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Whether objects are answered as they are stored.</summary>
    public bool IsStorageVersion => string.Equals(ApiVersion, StorageApiVersion, StringComparison.Ordinal);

    /// <summary>Whether the status can only be written through its subresource.</summary>
    public bool HasStatus => Subresource("status") is not null;

    /// <summary>The subresource, or null.</summary>
    public SubresourceSchema? Subresource(string name) => Subresources.FirstOrDefault(part => string.Equals(part.Name, name, StringComparison.Ordinal));
}
