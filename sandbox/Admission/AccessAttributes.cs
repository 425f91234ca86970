namespace Cake.Istio.Sandbox.Admission;

/// <summary>What somebody wants to do, as authorization sees it.</summary>
/// <param name="User">Who asks.</param>
/// <param name="Verb">The verb: get, list, watch, create, update, patch, delete, deletecollection.</param>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Resource">The plural of the resource.</param>
/// <param name="Subresource">The subresource; null for none.</param>
/// <param name="Namespace">The namespace; null at the cluster scope and across namespaces.</param>
/// <param name="Name">The object; null for the collection.</param>
internal sealed record AccessAttributes(string User, string Verb, string Group, string Resource, string? Subresource, string? Namespace, string? Name)
{
    /// <summary>The resource with its subresource, as RBAC rules name it.</summary>
    public string QualifiedResource => Subresource is null ? Resource : $"{Resource}/{Subresource}";

    /// <summary>The verb of an HTTP request.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="named">Whether the path names an object.</param>
    /// <param name="watch">Whether the query asks for a watch.</param>
    public static string VerbOf(string method, bool named, bool watch) => method switch
    {
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => named ? "delete" : "deletecollection",
        _ => watch ? "watch" : named ? "get" : "list",
    };
}
