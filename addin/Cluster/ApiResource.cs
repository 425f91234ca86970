using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Cluster;

/// <summary>One resource that the API server serves, as its discovery says.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version, such as <c>v1</c>.</param>
/// <param name="Kind">The kind, such as <c>Deployment</c>.</param>
/// <param name="Plural">The name in URLs, such as <c>deployments</c>.</param>
/// <param name="Namespaced">Whether its objects live in a namespace.</param>
/// <param name="Verbs">What can be done with it, such as <c>get</c>, <c>list</c>, <c>patch</c>.</param>
public sealed record ApiResource(string Group, string Version, string Kind, string Plural, bool Namespaced, IReadOnlyList<string> Verbs)
{
    /// <summary>Group and version as in a manifest.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The URL path of the resource's collection, across all namespaces or in one.</summary>
    /// <param name="ns">The namespace, or null.</param>
    /// <exception cref="MeshException"><see cref="ErrorCode.ObjectRefused"/>: the namespace would lead to another URL.</exception>
    public string CollectionPath(string? ns)
    {
        var root = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        return ns is null || !Namespaced ? $"{root}/{Plural}" : $"{root}/namespaces/{Segment(ns)}/{Plural}";
    }

    /// <summary>The URL path of one object.</summary>
    /// <param name="ns">The namespace, or null.</param>
    /// <param name="name">The object's name.</param>
    /// <exception cref="MeshException"><see cref="ErrorCode.ObjectRefused"/>: name or namespace would lead to another URL.</exception>
    public string ObjectPath(string? ns, string name) => $"{CollectionPath(ns)}/{(name.Length > 0 ? Segment(name) : throw Astray(name, "may not be empty"))}";

    // Escaping keeps dots, and a URL without its dots is another one.
    private string Segment(string name) => PathSegment.Fault(name) is { } fault ? throw Astray(name, fault) : Uri.EscapeDataString(name);

    private MeshException Astray(string name, string fault) => new(
        ErrorCode.ObjectRefused,
        $"'{name}' as name or namespace of {Kind} would lead to another URL: it {fault}.",
        "Give the object another name where it is written.");
}
