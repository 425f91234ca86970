using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>Finds out whether anything answers behind a Service.</summary>
internal static class ServiceEndpoints
{
    /// <summary>Whether it has a ready endpoint.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The Service's namespace.</param>
    /// <param name="name">The Service.</param>
    /// <param name="cancel">Ends the request.</param>
    public static async Task<bool> IsReadyAsync(ClusterConnection cluster, string ns, string name, CancellationToken cancel)
    {
        // Nothing checks the name in a webhook; a Service that cannot be named is none.
        if (PathSegment.Fault(ns) is not null || PathSegment.Fault(name) is not null)
            return false;
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        if (discovery.Find("discovery.k8s.io/v1", "EndpointSlice") is { } slices)
        {
            var list = await cluster.ListAsync(slices, ns, new() { LabelSelector = $"kubernetes.io/service-name={name}" }, cancel);
            // Not ready is written out; a condition that is left out counts as ready (EndpointSlice API).
            return list.Items.SelectMany(slice => slice["endpoints"] as JsonArray ?? []).Any(endpoint => (bool?)endpoint?["conditions"]?["ready"] != false);
        }

        var endpoints = await cluster.GetAsync(discovery.Find("v1", "Endpoints")!, ns, name, cancel);
        return (endpoints?["subsets"] as JsonArray ?? []).Any(subset => subset?["addresses"] is JsonArray { Count: > 0 });
    }
}
