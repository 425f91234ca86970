namespace Cake.Istio.Sandbox.Discovery;

/// <summary>Aggregated discovery (<c>apidiscovery.k8s.io</c>, KEP-3352): everything in two documents.</summary>
internal static class AggregatedDiscovery
{
    /// <summary>The document of <c>/api</c> or <c>/apis</c>.</summary>
    /// <param name="version">The version of apidiscovery.k8s.io that the client asks for.</param>
    /// <param name="resources">The core resources, or all others.</param>
    public static JsonObject List(string version, IEnumerable<ResourceDefinition> resources) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. resources.GroupBy(resource => resource.Group).Select(Group)]),
    };

    private static JsonObject Group(IGrouping<string, ResourceDefinition> group) => new()
    {
        ["metadata"] = group.Key.Length == 0 ? [] : new JsonObject { ["name"] = group.Key },
        ["versions"] = new JsonArray([.. DiscoveryDocuments.Versions(group).Select(version => Version(version, group.Where(resource => resource.Version == version)))]),
    };

    private static JsonObject Version(string version, IEnumerable<ResourceDefinition> resources) => new()
    {
        ["version"] = version,
        ["resources"] = new JsonArray([.. resources.OrderBy(resource => resource.Plural, StringComparer.Ordinal).Select(Resource)]),
        ["freshness"] = "Current",
    };

    private static JsonObject Resource(ResourceDefinition resource)
    {
        var entry = new JsonObject
        {
            ["resource"] = resource.Plural,
            ["responseKind"] = Kind(resource, resource.ApiVersion, resource.Kind),
            ["scope"] = resource.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = resource.Schema.Singular,
            ["verbs"] = Words(resource.Verbs),
        };
        if (resource.Schema.ShortNames.Count > 0)
            entry["shortNames"] = Words(resource.Schema.ShortNames);
        if (resource.Schema.Categories.Count > 0)
            entry["categories"] = Words(resource.Schema.Categories);
        if (resource.Schema.Subresources.Count > 0)
            entry["subresources"] = new JsonArray([.. resource.Schema.Subresources.Select(part => Subresource(resource, part))]);
        return entry;
    }

    private static JsonObject Subresource(ResourceDefinition resource, SubresourceSchema part) => new()
    {
        ["subresource"] = part.Name,
        ["responseKind"] = Kind(resource, part.ApiVersion, part.Kind),
        ["verbs"] = Words(part.Verbs),
    };

    // A built-in resource's own group and version are left empty.
    private static JsonObject Kind(ResourceDefinition resource, string apiVersion, string kind)
    {
        var (at, isOwn) = (apiVersion.IndexOf('/', StringComparison.Ordinal), resource.Custom is null && apiVersion == resource.ApiVersion);
        return new JsonObject { ["group"] = isOwn || at < 0 ? "" : apiVersion[..at], ["version"] = isOwn ? "" : apiVersion[(at + 1)..], ["kind"] = kind };
    }

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);
}
