using System.Text.Json.Nodes;

namespace Cake.Istio.Verification.Checks;

/// <summary>Every Service of the release exists, and one with a selector has a ready endpoint.</summary>
internal static class ServicesCheck
{
    private const string ServiceNameLabel = "kubernetes.io/service-name";

    public static IEnumerable<Finding> Run(MeshSnapshot mesh)
    {
        var pairs = mesh.Pairs(o => o is { Kind: "Service", ApiVersion: "v1" });
        var missing = pairs.Where(p => p.Live is null).Select(p => $"{p.Ref}: not found").ToList();
        var title = $"{pairs.Count - missing.Count} of {pairs.Count} services exist";
        yield return missing.Count == 0
            ? Finding.Passed("services-exist", title)
            : Finding.Failed("services-exist", title, "Run --target=InstallMesh", missing);

        var ready = ReadyServices(mesh);
        var selecting = pairs.Where(p => p.Live?["spec"]?["selector"] is JsonObject { Count: > 0 }).ToList();
        var without = selecting.Where(p => !ready.Contains((p.Ref.Namespace, p.Ref.Name))).Select(p => $"{p.Ref}: no ready endpoint").ToList();
        var endpoints = $"{selecting.Count - without.Count} of {selecting.Count} services with a selector have a ready endpoint";
        yield return without.Count == 0
            ? Finding.Passed("services-have-endpoints", endpoints)
            : Finding.Warning("services-have-endpoints", endpoints, $"kubectl -n {mesh.Settings.Namespace} get endpointslices", without);
    }

    /// <summary>Services with a ready address, by EndpointSlices where they are served, else by Endpoints.</summary>
    private static HashSet<(string?, string)> ReadyServices(MeshSnapshot mesh)
    {
        var bySlice = mesh.Live.OfKind("discovery.k8s.io", "EndpointSlice")
            .Where(slice => (slice["endpoints"] as JsonArray ?? []).Any(e => (bool?)e?["conditions"]?["ready"] ?? true))
            .Select(slice => ((string?)slice["metadata"]?["namespace"], (string?)slice["metadata"]?["labels"]?[ServiceNameLabel] ?? ""));
        var byEndpoints = mesh.Live.OfKind("", "Endpoints")
            .Where(e => (e["subsets"] as JsonArray ?? []).Any(subset => subset?["addresses"] is JsonArray { Count: > 0 }))
            .Select(e => ((string?)e["metadata"]?["namespace"], (string?)e["metadata"]?["name"] ?? ""));
        return [.. bySlice, .. byEndpoints];
    }
}
