namespace Cake.Istio.Sandbox.Conversion;

/// <summary>Turns objects of a served version into the version they are stored in, and back. In place.</summary>
internal static class VersionConversion
{
    private delegate void Change(JsonObject value);

    private static readonly Dictionary<(string ApiVersion, string Plural), (Change ToStorage, Change FromStorage)> Changes = new()
    {
        [("events.k8s.io/v1", "events")] = (EventConversion.ToStorage, EventConversion.FromStorage),
        [("events.k8s.io/v1beta1", "events")] = (EventConversion.ToStorage, EventConversion.FromStorage),
        [("apiextensions.k8s.io/v1beta1", "customresourcedefinitions")] = (DefinitionConversion.ToStorage, DefinitionConversion.FromStorage),
        [("networking.k8s.io/v1beta1", "ingresses")] = (IngressConversion.ToStorage, IngressConversion.FromStorage),
        [("extensions/v1beta1", "ingresses")] = (IngressConversion.ToStorage, IngressConversion.FromStorage),
        [("discovery.k8s.io/v1beta1", "endpointslices")] = (EndpointSliceConversion.ToStorage, EndpointSliceConversion.FromStorage),
        [("autoscaling/v2beta1", "horizontalpodautoscalers")] = (MetricConversion.ToStorage, MetricConversion.FromStorage),
        [("autoscaling/v1", "horizontalpodautoscalers")] = (AutoscalerConversion.FromVersion1, AutoscalerConversion.ToVersion1),
    };

    /// <summary>The object as it is stored.</summary>
    public static JsonObject ToStorage(ResourceDefinition resource, JsonObject value)
    {
        if (resource.IsStorageVersion)
            return value;
        if (Changes.TryGetValue((resource.ApiVersion, resource.Plural), out var changes))
            changes.ToStorage(value);
        value["apiVersion"] = resource.StorageApiVersion;
        return value;
    }

    /// <summary>The object in a served version.</summary>
    public static JsonObject FromStorage(ResourceDefinition resource, JsonObject value)
    {
        if ((string?)value["apiVersion"] == resource.ApiVersion)
            return value;
        if (Changes.TryGetValue((resource.ApiVersion, resource.Plural), out var changes))
            changes.FromStorage(value);
        value["apiVersion"] = resource.ApiVersion;
        return value;
    }

    /// <summary>Gives a field another name.</summary>
    public static void Rename(JsonObject value, string from, string to)
    {
        if (!value.TryGetPropertyValue(from, out var node))
            return;
        value.Remove(from);
        value[to] = node;
    }
}
