namespace Cake.Istio.Sandbox.Admission;

/// <summary>The answer to somebody who may not do what he asks for.</summary>
internal static class AccessRefusal
{
    /// <summary>403 in kube-apiserver's words.</summary>
    public static StatusException Of(AccessAttributes attributes)
    {
        var qualified = attributes.Group.Length == 0 ? attributes.Resource : $"{attributes.Resource}.{attributes.Group}";
        var name = attributes.Name is null ? "" : $" \"{attributes.Name}\"";
        var scope = attributes.Namespace is null ? "at the cluster scope" : $"in the namespace \"{attributes.Namespace}\"";
        return new StatusException(
            HttpStatusCode.Forbidden,
            "Forbidden",
            $"{qualified}{name} is forbidden: User \"{attributes.User}\" cannot {attributes.Verb} resource \"{attributes.QualifiedResource}\" in API group \"{attributes.Group}\" {scope}")
        {
            Name = attributes.Name,
            Group = attributes.Group,
            Kind = attributes.Resource,
        };
    }
}
