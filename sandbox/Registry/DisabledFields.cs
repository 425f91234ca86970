namespace Cake.Istio.Sandbox.Registry;

/// <summary>Fields that a server without the feature behind them takes away, unless the stored object has them already.</summary>
internal static class DisabledFields
{
    private static readonly (ResourceKey Resource, string Parent, string Field)[] Fields =
    [
        (Resources.Leases, "spec", "strategy"),
        (Resources.Leases, "spec", "preferredHolder"),
        (Resources.Nodes, "spec", "configSource"),
        (Resources.Nodes, "status", "config"),
    ];

    /// <summary>Takes them away, in place.</summary>
    public static void Drop(ResourceDefinition resource, JsonObject value, JsonObject? old)
    {
        foreach (var (_, parent, field) in Fields.Where(item => item.Resource == resource.Key && old.At(item.Parent, item.Field) is null))
            (value[parent] as JsonObject)?.Remove(field);
    }
}
