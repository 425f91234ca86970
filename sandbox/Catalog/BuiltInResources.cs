using Cake.Istio.Sandbox.Discovery;

namespace Cake.Istio.Sandbox.Catalog;

/// <summary>The built-in kinds as the resources of a server's version.</summary>
internal static class BuiltInResources
{
    /// <summary>The resources, in discovery's order. Those that the version does not serve are there for what is stored in them.</summary>
    public static IReadOnlyList<ResourceDefinition> Read(ServerVersion server)
    {
        var current = SchemaTable.BuiltIn.Kinds.Select(kind => Resource(kind, StorageVersion(kind)));
        if (server.IsCurrent)
            return [.. current];
        var served = ServedVersions.Read();
        var older = OlderKinds.Read();
        return
        [
            .. current.Select(resource => resource with { IsServed = served.Serves(resource.ApiVersion, resource.Plural, server.Minor) }),
            .. served.Older(server.Minor).Select(entry => Older(older, entry)),
        ];
    }

    private static ResourceDefinition Older(SchemaTable table, (string ApiVersion, string Plural, string StoredIn) entry)
    {
        var stored = SchemaTable.BuiltIn.FindResource(entry.StoredIn, entry.Plural) ?? throw new InvalidDataException($"{entry.StoredIn} has no {entry.Plural}.");
        var slash = entry.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        var kind = table.FindResource(entry.ApiVersion, entry.Plural) ?? stored with
        {
            Group = entry.ApiVersion[..slash],
            Version = entry.ApiVersion[(slash + 1)..],
            Subresources = [.. stored.Subresources.Select(part => part.ApiVersion == stored.ApiVersion ? part with { ApiVersion = entry.ApiVersion } : part)],
        };
        return Resource(kind, StorageVersion(stored)) with { Key = Key(stored) };
    }

    private static ResourceDefinition Resource(KindSchema kind, string storageVersion) => new(Key(kind), kind, storageVersion);

    // Two groups serve the same events, and both versions of an autoscaler are one object.
    private static ResourceKey Key(KindSchema kind) => new(kind.Plural == "events" ? "" : kind.Group, kind.Plural);

    private static string StorageVersion(KindSchema kind) => kind.Plural switch
    {
        "events" => "v1",
        "horizontalpodautoscalers" => "autoscaling/v2",
        _ => kind.ApiVersion,
    };
}
