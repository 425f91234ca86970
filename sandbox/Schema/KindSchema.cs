using Cake.Istio.Sandbox.CustomSchemas;

namespace Cake.Istio.Sandbox.Schema;

/// <summary>A kind as served in one version: what discovery says of it, and its type.</summary>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Version">The version, such as <c>v1</c>.</param>
/// <param name="Kind">The kind, such as <c>Deployment</c>.</param>
/// <param name="Plural">The resource name in URLs.</param>
/// <param name="Type">The type of its objects.</param>
internal sealed record KindSchema(string Group, string Version, string Kind, string Plural, TypeSchema Type)
{
    /// <summary>The singular name.</summary>
    public string Singular { get; init; } = "";

    /// <summary>Do its objects live in namespaces?</summary>
    public bool IsNamespaced { get; init; }

    /// <summary>What can be done with it, in discovery's order.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>Such as <c>deploy</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Such as <c>status</c>.</summary>
    public IReadOnlyList<SubresourceSchema> Subresources { get; init; } = [];

    /// <summary>The schema of a custom resource; null for built-in kinds.</summary>
    public StructuralSchema? Structural { get; init; }

    /// <summary>Does a CustomResourceDefinition define it?</summary>
    public bool IsCustom => Structural is not null;

    /// <summary><c>apps/v1</c>, or <c>v1</c> for core.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Has it a subresource of that name?</summary>
    public bool Has(string subresource) => Subresources.Any(sub => sub.Name == subresource);

    /// <summary>The form of messages about kinds: <c>Deployment.apps</c>, <c>Pod</c>.</summary>
    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";
}
