namespace Cake.Istio.Sandbox.Controllers.Garbage;

/// <summary>An object of any resource in the one name of an <see cref="ObjectKey"/>: resources have no slash in their names.</summary>
internal static class GarbageKey
{
    /// <summary>The key of an object.</summary>
    public static ObjectKey Of(ResourceKey resource, string? @namespace, string name) => new(@namespace, $"{resource.Group}/{resource.Plural}/{name}");

    /// <summary>The object of a key.</summary>
    public static (ResourceKey Resource, string Name) Read(ObjectKey key)
    {
        var parts = key.Name.Split('/', 3);
        return (new ResourceKey(parts[0], parts[1]), parts[2]);
    }
}
