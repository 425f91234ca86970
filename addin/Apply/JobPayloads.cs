using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.PostInstall;

namespace Cake.Istio.Apply;

/// <summary>What the Jobs of a release apply when they run: it belongs to the mesh, but no manifest names it and the install does not write it.</summary>
internal sealed class JobPayloads
{
    private readonly Dictionary<ObjectKey, IReadOnlyList<DesiredObject>> _byJob = [];
    private readonly ApiDiscovery _discovery;

    /// <summary>Reads what the Jobs find in the ConfigMaps that they mount.</summary>
    /// <param name="desired">The objects of the release.</param>
    /// <param name="discovery">What the cluster serves.</param>
    /// <param name="ns">The namespace of objects that name none.</param>
    public JobPayloads(IReadOnlyList<DesiredObject> desired, ApiDiscovery discovery, string ns)
    {
        _discovery = discovery;
        var maps = desired.ToDictionary(item => item.Key, item => item.Body);
        foreach (var job in desired.Where(item => item.Subject is { Group: "batch", Kind: "Job" }))
        {
            var objects = MountedConfigMaps.NamesOf(job.Body)
                .Select(name => maps.GetValueOrDefault(new("", "ConfigMap", job.Subject.Namespace, name)))
                .OfType<JsonObject>()
                .SelectMany(PostInstallPayload.ObjectsOf)
                .ToList();
            _byJob[job.Key] = DesiredObject.Match(objects, discovery, ns);
        }
    }

    /// <summary>All that they apply.</summary>
    public IEnumerable<DesiredObject> All => _byJob.Values.SelectMany(items => items);

    /// <summary>Where it is to be looked for.</summary>
    public IEnumerable<(ApiResource Resource, string? Namespace)> Places =>
        from item in All
        let resource = item.Resource ?? _discovery.PreferredFor(item.Subject.Group, item.Subject.Kind)
        where resource is not null
        select (resource, item.Subject.Namespace);

    /// <summary>What an object of the release applies; nothing if it is no Job.</summary>
    public IReadOnlyList<DesiredObject> Of(ObjectKey job) => _byJob.GetValueOrDefault(job, []);

    /// <summary>Whether an object is still as a Job made it. What somebody has changed since is theirs.</summary>
    /// <param name="body">What the Job applied.</param>
    /// <param name="live">What is there.</param>
    public static bool IsAsMade(JsonObject body, JsonObject live) =>
        JsonNode.DeepEquals(body["spec"], live["spec"])
        && (body["metadata"]?["labels"]?.AsObject() ?? []).All(label => JsonNode.DeepEquals(label.Value, live["metadata"]?["labels"]?[label.Key]));

    /// <summary>The first object of a Job that is not in the cluster, or null.</summary>
    public ObjectRef? Missing(ObjectKey job, LiveObjects live) => Of(job).FirstOrDefault(item => live.Find(item.Key) is null)?.Subject;
}
