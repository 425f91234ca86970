namespace Cake.Istio.Sandbox.Registry;

/// <summary>The admission plug-in of that name: nothing is created in a namespace that is missing or going, and some namespaces stay.</summary>
internal static class NamespaceLifecycle
{
    private static readonly ResourceKey Namespaces = new("", "namespaces");

    /// <summary>Refuses a creation in a missing or terminating namespace.</summary>
    public static void CheckCreate(ObjectStore store, ResourceDefinition resource, string? @namespace, string name)
    {
        if (@namespace is null || !resource.Namespaced)
            return;
        var space = store.Table(Namespaces).Find(null, @namespace) ?? throw StatusException.NotFound(Namespaces, @namespace);
        if (!space.Read().IsDeleting())
            return;
        var message = $"unable to create new content in namespace {@namespace} because it is being terminated";
        throw new StatusException(System.Net.HttpStatusCode.Forbidden, "Forbidden", $"{resource.Key} \"{name}\" is forbidden: {message}")
        {
            Name = name,
            Group = resource.Key.Group,
            Kind = resource.Plural,
            Causes = [new StatusCause("NamespaceTerminating", $"namespace {@namespace} is being terminated", "metadata.namespace")],
        };
    }

    /// <summary>Refuses the deletion of the namespaces that a cluster cannot do without.</summary>
    public static void CheckDelete(ResourceKey resource, string name)
    {
        if (resource == Namespaces && name is "default" or "kube-system" or "kube-public")
            throw StatusException.Forbidden(resource, name, "this namespace may not be deleted");
    }
}
