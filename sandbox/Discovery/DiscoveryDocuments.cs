using System.Security.Cryptography;

namespace Cake.Istio.Sandbox.Discovery;

/// <summary>The plain documents of discovery.</summary>
internal static class DiscoveryDocuments
{
    /// <summary><c>/api</c>.</summary>
    public static JsonObject CoreVersions(string address) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = address }),
    };

    /// <summary><c>/apis</c>.</summary>
    public static JsonObject Groups(IEnumerable<ResourceDefinition> all) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. all.Where(resource => resource.Group.Length > 0).GroupBy(resource => resource.Group).Select(group => InList(Group(group.Key, group)!))]),
    };

    /// <summary><c>/</c>.</summary>
    public static JsonObject Paths(IEnumerable<ResourceDefinition> all)
    {
        var paths = all.SelectMany(resource => resource.Group.Length == 0 ? (string[])["/api/v1"] : [$"/apis/{resource.Group}", $"/apis/{resource.ApiVersion}"])
            .Concat(["/api", "/apis", "/healthz", "/healthz/etcd", "/healthz/log", "/healthz/ping", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"]);
        return new JsonObject { ["paths"] = new JsonArray([.. paths.Distinct().Order(StringComparer.Ordinal).Select(path => JsonValue.Create(path))]) };
    }

    // Only a group on its own says what it is.
    private static JsonObject InList(JsonObject group)
    {
        group.Remove("kind");
        group.Remove("apiVersion");
        return group;
    }

    /// <summary><c>/apis/group</c>; null when there is no such group.</summary>
    public static JsonObject? Group(string name, IEnumerable<ResourceDefinition> all)
    {
        var versions = Versions(all.Where(resource => resource.Group == name)).Select(version => $"{name}/{version}").ToList();
        return versions.Count == 0 ? null : new JsonObject
        {
            ["kind"] = "APIGroup",
            ["apiVersion"] = "v1",
            ["name"] = name,
            ["versions"] = new JsonArray([.. versions.Select(Version)]),
            ["preferredVersion"] = Version(versions[0]),
        };
    }

    /// <summary><c>/apis/group/version</c>; null when there is no such version.</summary>
    public static JsonObject? Resources(string group, string version, IEnumerable<ResourceDefinition> all)
    {
        var resources = all.Where(resource => resource.Group == group && resource.Version == version).ToList();
        if (resources.Count == 0)
            return null;
        var document = new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["groupVersion"] = resources[0].ApiVersion,
            ["resources"] = new JsonArray([.. resources.OrderBy(resource => resource.Plural, StringComparer.Ordinal).SelectMany(Entries)]),
        };
        // The core group's document is older than the rule that documents name their version.
        if (group.Length > 0)
            document["apiVersion"] = "v1";
        return document;
    }

    /// <summary>The versions of a group's resources, best first.</summary>
    public static IEnumerable<string> Versions(IEnumerable<ResourceDefinition> group) =>
        group.Select(resource => resource.Version).Distinct().Order(ApiVersionOrder.Instance);

    private static IEnumerable<JsonObject> Entries(ResourceDefinition resource)
    {
        var entry = new JsonObject
        {
            ["name"] = resource.Plural,
            ["singularName"] = resource.Schema.Singular,
            ["namespaced"] = resource.Namespaced,
            ["kind"] = resource.Kind,
            ["verbs"] = Words(resource.Verbs),
        };
        if (resource.Schema.ShortNames.Count > 0)
            entry["shortNames"] = Words(resource.Schema.ShortNames);
        if (resource.Schema.Categories.Count > 0)
            entry["categories"] = Words(resource.Schema.Categories);
        if (resource.Schema.Verbs.Contains("watch"))
            entry["storageVersionHash"] = StorageVersionHash($"{resource.StorageGroupVersion}/{resource.Kind}");
        yield return entry;
        foreach (var part in resource.Schema.Subresources)
            yield return Entry(resource, part);
    }

    // As discovery.StorageVersionHash: a client that sees it change knows that objects may have to be migrated.
    private static string StorageVersionHash(string kind) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(kind)).AsSpan(0, 8));

    private static JsonObject Entry(ResourceDefinition resource, SubresourceSchema part)
    {
        var entry = new JsonObject { ["name"] = $"{resource.Plural}/{part.Name}", ["singularName"] = "", ["namespaced"] = resource.Namespaced };
        if (part.ApiVersion != resource.ApiVersion)
        {
            var at = part.ApiVersion.IndexOf('/', StringComparison.Ordinal);
            entry["group"] = at < 0 ? "" : part.ApiVersion[..at];
            entry["version"] = part.ApiVersion[(at + 1)..];
        }
        entry["kind"] = part.Kind;
        entry["verbs"] = Words(part.Verbs);
        return entry;
    }

    private static JsonObject Version(string groupVersion) =>
        new() { ["groupVersion"] = groupVersion, ["version"] = groupVersion[(groupVersion.IndexOf('/', StringComparison.Ordinal) + 1)..] };

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);
}
