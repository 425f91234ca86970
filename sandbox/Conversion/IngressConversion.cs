namespace Cake.Istio.Sandbox.Conversion;

/// <summary>Ingresses of v1beta1: backends are a name and a port there.</summary>
internal static class IngressConversion
{
    /// <summary>To v1.</summary>
    public static void ToStorage(JsonObject value)
    {
        if (value["spec"] is not JsonObject spec)
            return;
        VersionConversion.Rename(spec, "backend", "defaultBackend");
        foreach (var backend in Backends(spec))
        {
            if (backend.Text("serviceName") is not { } name)
                continue;
            var port = backend["servicePort"];
            var isName = port?.GetValueKind() == JsonValueKind.String;
            backend["service"] = new JsonObject { ["name"] = name, ["port"] = new JsonObject { [isName ? "name" : "number"] = port?.DeepClone() } };
            backend.Remove("serviceName");
            backend.Remove("servicePort");
        }
        foreach (var path in spec.Objects("rules").SelectMany(rule => rule.Objects("http", "paths")))
            path["pathType"] ??= "ImplementationSpecific";
    }

    /// <summary>From v1.</summary>
    public static void FromStorage(JsonObject value)
    {
        if (value["spec"] is not JsonObject spec)
            return;
        foreach (var backend in Backends(spec))
        {
            if (backend["service"] is not JsonObject service)
                continue;
            backend["serviceName"] = service.Copy("name");
            backend["servicePort"] = service.Copy("port", "name") ?? service.Copy("port", "number");
            backend.Remove("service");
        }
        VersionConversion.Rename(spec, "defaultBackend", "backend");
    }

    private static IEnumerable<JsonObject> Backends(JsonObject spec) =>
        spec.Objects("rules").SelectMany(rule => rule.Objects("http", "paths")).Select(path => path["backend"]).Append(spec["defaultBackend"]).OfType<JsonObject>();
}
