using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>Ingress to <c>networking.k8s.io/v1</c>.</summary>
internal static class Ingress
{
    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    /// <summary>Renames the default backend, gives each backend its new shape and each path the type that it had by default.</summary>
    internal static void Rewrite(JsonObject json, ICollection<string> notes)
    {
        // The field names an IngressClass, which nobody says there is, and not every controller that knows the annotation reads the field.
        if (json.Object("metadata").Object("annotations").Text(ClassAnnotation) is { } name)
            notes.Add($"The annotation {ClassAnnotation}, {name}, stays, although a server warns about it: only its controller knows whether there is such an IngressClass for spec.ingressClassName.");
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
