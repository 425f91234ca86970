using Cake.Istio.Sandbox.Schema;
using Cake.Istio.Sandbox.Storage;

namespace Cake.Istio.Sandbox.Catalog;

/// <summary>The built-in kinds as served resources.</summary>
internal static class BuiltInResources
{
    /// <summary>The resources, in discovery's order.</summary>
    public static IReadOnlyList<ResourceDefinition> Read(SchemaTable table) => [.. table.Kinds.Select(Resource)];

    private static ResourceDefinition Resource(KindSchema kind)
    {
        // Two groups serve the same events, and both versions of an autoscaler are one object.
        var storageGroup = kind.Plural == "events" ? "" : kind.Group;
        var storageVersion = kind.Plural == "horizontalpodautoscalers" ? "v2" : kind.Version;
        return new ResourceDefinition(new ResourceKey(storageGroup, kind.Plural), kind, storageGroup.Length == 0 ? storageVersion : $"{storageGroup}/{storageVersion}");
    }
}
