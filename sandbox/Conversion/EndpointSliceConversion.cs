namespace Cake.Istio.Sandbox.Conversion;

/// <summary>EndpointSlices of v1beta1, whose zone is a key of the topology.</summary>
internal static class EndpointSliceConversion
{
    private const string Zone = "topology.kubernetes.io/zone";

    /// <summary>To v1.</summary>
    public static void ToStorage(JsonObject value)
    {
        foreach (var endpoint in value.Objects("endpoints"))
        {
            if (endpoint.Copy("topology", Zone) is { } zone)
                endpoint["zone"] = zone;
            (endpoint["topology"] as JsonObject)?.Remove(Zone);
            VersionConversion.Rename(endpoint, "topology", "deprecatedTopology");
        }
    }

    /// <summary>From v1.</summary>
    public static void FromStorage(JsonObject value)
    {
        foreach (var endpoint in value.Objects("endpoints"))
        {
            VersionConversion.Rename(endpoint, "deprecatedTopology", "topology");
            if (endpoint.Copy("zone") is not { } zone)
                continue;
            endpoint.Child("topology")[Zone] = zone;
            endpoint.Remove("zone");
        }
    }
}
