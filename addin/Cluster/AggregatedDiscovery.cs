using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

/// <summary>Reads an APIGroupDiscoveryList.</summary>
internal static class AggregatedDiscovery
{
    public static DiscoveryDocument Read(JsonObject root)
    {
        var groups = new List<ApiGroup>();
        var resources = new List<ApiResource>();
        var unavailable = new List<string>();
        foreach (var item in Objects(root["items"]))
        {
            var group = (string?)item["metadata"]?["name"] ?? "";
            var versions = new List<string>();
            foreach (var entry in Objects(item["versions"]))
            {
                var version = (string?)entry["version"] ?? "";
                versions.Add(version);
                var found = Objects(entry["resources"]).Select(resource => Resource(group, version, resource)).ToList();
                resources.AddRange(found);
                // "Stale" alone may still carry a usable list; without one the group's server does not answer.
                if (found.Count == 0 && (string?)entry["freshness"] == "Stale")
                    unavailable.Add(group.Length == 0 ? version : $"{group}/{version}");
            }

            groups.Add(new(group, versions));
        }

        return new(groups, resources, unavailable);
    }

    private static ApiResource Resource(string group, string version, JsonObject resource) => new(
        group,
        version,
        (string?)resource["responseKind"]?["kind"] ?? "",
        (string?)resource["resource"] ?? "",
        (string?)resource["scope"] == "Namespaced",
        [.. (resource["verbs"] as JsonArray ?? []).Select(verb => (string?)verb ?? "")]);

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonObject>();
}
