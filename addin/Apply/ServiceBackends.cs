using System.Text.Json.Nodes;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Apply;

/// <summary>Which workloads of an install answer which of its Services.</summary>
internal sealed class ServiceBackends
{
    private readonly List<(ObjectKey Key, JsonObject Selector)> _services = [];

    private readonly List<(ObjectKey Key, JsonObject Labels)> _workloads = [];

    /// <summary>Looks through an install.</summary>
    /// <param name="objects">Its objects with their keys, the namespace filled in.</param>
    public ServiceBackends(IEnumerable<(ObjectKey Key, JsonObject Body)> objects)
    {
        foreach (var (key, body) in objects)
        {
            if (key is { Group: "", Kind: "Service" } && body.Object("spec").Object("selector") is { Count: > 0 } selector)
                _services.Add((key, selector));
            else if (body.Object("spec").Object("template").Object("metadata").Object("labels") is { } labels)
                _workloads.Add((key, labels));
        }
    }

    /// <summary>The workloads whose pods a Service selects.</summary>
    public IEnumerable<ObjectKey> Of(ObjectKey service) =>
        from found in _services
        where found.Key == service
        from workload in _workloads
        where workload.Key.Namespace == service.Namespace && found.Selector.All(label => JsonNode.DeepEquals(label.Value, workload.Labels[label.Key]))
        select workload.Key;
}
