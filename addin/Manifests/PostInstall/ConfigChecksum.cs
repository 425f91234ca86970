using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Manifests.PostInstall;

/// <summary>Ties a Job to what it works on, as Helm charts do for Deployments.</summary>
/// <remarks>
/// A Job of fixed name that has run does not run again when the ConfigMap that it reads has changed, so that a switch of the mutual TLS mode would do
/// nothing. With the checksum in its template it is another Job, and is made anew; however an earlier run ended, the next one sees what is still to do.
/// </remarks>
internal static class ConfigChecksum
{
    internal const string Annotation = "cake-istio/config-checksum";

    /// <summary>Writes the checksum of the ConfigMaps that a Job mounts into its template.</summary>
    /// <param name="objects">The objects; they stay as they are.</param>
    internal static IReadOnlyList<KubeObject> Mark(IReadOnlyList<KubeObject> objects)
    {
        var maps = objects.Where(static o => o is { Kind: "ConfigMap", ApiVersion: "v1" }).GroupBy(static o => (o.Namespace, o.Name)).ToDictionary(static same => same.Key, static same => same.Last());
        return [.. objects.Select(o => o.Kind == "Job" && o.Ref.Group == "batch" ? Mark(o, maps) : o)];
    }

    private static KubeObject Mark(KubeObject job, Dictionary<(string? Namespace, string Name), KubeObject> maps)
    {
        var mounted = MountedConfigMaps.NamesOf(job.Json)
            .Select(name => maps.GetValueOrDefault((job.Namespace, name)))
            .OfType<KubeObject>()
            .ToList();
        if (mounted.Count == 0)
            return job;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var map in mounted)
            hash.AppendData(KubeJson.ToUtf8(map.Json["data"] ?? new JsonObject()));
        var json = (JsonObject)job.Json.DeepClone();
        json.Ensure("spec").Ensure("template").Ensure("metadata").Ensure("annotations")[Annotation] = Convert.ToHexStringLower(hash.GetHashAndReset());
        return job with { Json = json };
    }
}
