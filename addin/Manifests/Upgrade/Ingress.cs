using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>Ingress to <c>networking.k8s.io/v1</c>.</summary>
internal static class Ingress
{
    /// <summary>Renames the default backend, gives each backend its new shape and each path the type that it had by default.</summary>
    internal static void Rewrite(JsonObject json, ICollection<string> notes)
    {
        if (json.Object("spec") is not { } spec)
            return;
        spec.Rename("backend", "defaultBackend");
        Backend(spec.Object("defaultBackend"));
        foreach (var path in spec.Objects("rules").SelectMany(rule => rule.Object("http").Objects("paths")))
        {
            path.Default("pathType", "ImplementationSpecific");
            Backend(path.Object("backend"));
        }
    }

    private static void Backend(JsonObject? backend)
    {
        if (backend?.Take("serviceName") is not { } name)
            return;
        var service = new JsonObject { ["name"] = name };
        if (backend.Take("servicePort") is { } port)
            service["port"] = new JsonObject { [port.GetValueKind() == JsonValueKind.Number ? "number" : "name"] = port };
        backend["service"] = service;
    }
}
