using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Schema;
using Cake.Istio.Sandbox.Storage;

namespace Cake.Istio.Sandbox.Catalog;

/// <summary>The resources that an established CustomResourceDefinition adds.</summary>
internal static class CustomResources
{
    /// <summary>Where CustomResourceDefinitions are stored.</summary>
    public static ResourceKey Definitions { get; } = new("apiextensions.k8s.io", "customresourcedefinitions");

    private static readonly string[] Verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly string[] PartVerbs = ["get", "patch", "update"];

    /// <summary>One resource per served version, best version first; none before the definition is established.</summary>
    public static IReadOnlyList<ResourceDefinition> Read(JsonObject definition)
    {
        if (!Conditions(definition).Any(IsEstablished) || definition["spec"] is not JsonObject spec)
            return [];
        var names = definition["status"]?["acceptedNames"] as JsonObject ?? spec["names"]!.AsObject();
        var (group, plural) = ((string)spec["group"]!, (string)names["plural"]!);
        var versions = spec["versions"]!.AsArray().OfType<JsonObject>().ToList();
        var storage = (string)versions.First(version => (bool?)version["storage"] == true)["name"]!;
        return [.. versions.Where(version => (bool?)version["served"] == true).OrderBy(version => (string)version["name"]!, ApiVersionOrder.Instance).Select(Resource)];

        ResourceDefinition Resource(JsonObject version) => new()
        {
            Key = new ResourceKey(group, plural),
            Group = group,
            Version = (string)version["name"]!,
            Plural = plural,
            Singular = (string?)names["singular"] ?? "",
            Kind = (string)names["kind"]!,
            ListKind = (string?)names["listKind"] ?? (string)names["kind"]! + "List",
            Namespaced = (string?)spec["scope"] == "Namespaced",
            Verbs = Verbs,
            ShortNames = Words(names["shortNames"]),
            Categories = Words(names["categories"]),
            Subresources = [.. Parts(version, $"{group}/{(string)version["name"]!}", (string)names["kind"]!)],
            StorageApiVersion = $"{group}/{storage}",
            Custom = new CustomResourceVersion((string)definition["metadata"]!["name"]!, spec, version),
        };
    }

    private static IEnumerable<SubresourceSchema> Parts(JsonObject version, string apiVersion, string kind)
    {
        if (version["subresources"]?["status"] is not null)
            yield return new SubresourceSchema("status", apiVersion, kind, null, PartVerbs);
        if (version["subresources"]?["scale"] is not null)
            yield return new SubresourceSchema("scale", "autoscaling/v1", "Scale", null, PartVerbs);
    }

    private static IEnumerable<JsonNode?> Conditions(JsonObject definition) => definition["status"]?["conditions"] as JsonArray ?? [];

    private static bool IsEstablished(JsonNode? condition) => (string?)condition?["type"] == "Established" && (string?)condition["status"] == "True";

    private static string[] Words(JsonNode? node) => node is JsonArray words ? [.. words.Select(word => (string)word!)] : [];
}
