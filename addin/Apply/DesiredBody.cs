using System.Text;
using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>The body of a server-side apply as the manifest says it, without what only the server may say.</summary>
internal static class DesiredBody
{
    private static readonly string[] ServerFields =
        ["creationTimestamp", "deletionTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid"];

    private static readonly string[] BuiltInGroups =
    [
        "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "authentication.k8s.io", "authorization.k8s.io",
        "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io", "flowcontrol.apiserver.k8s.io", "networking.k8s.io",
        "node.k8s.io", "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io", "storage.k8s.io", "storagemigration.k8s.io",
    ];

    /// <summary>Makes the body of an object; the object is left as it is.</summary>
    /// <param name="desired">The object from the manifest.</param>
    /// <param name="namespaced">Whether the server keeps objects of its kind in namespaces.</param>
    /// <param name="ns">The namespace of an object that names none.</param>
    public static JsonObject Of(KubeObject desired, bool namespaced, string ns)
    {
        var body = (JsonObject)desired.Json.DeepClone();
        var metadata = body["metadata"] as JsonObject ?? [];
        body["metadata"] = metadata;
        foreach (var field in ServerFields)
            metadata.Remove(field);
        if (!namespaced)
            metadata.Remove("namespace");
        else if (string.IsNullOrEmpty((string?)metadata["namespace"]))
            metadata["namespace"] = ns;

        RemoveNulls(metadata);
        if (IsBuiltIn(desired.Ref.Group))
        {
            body.Remove("status");
            RemoveNulls(body);
            WriteStringData(body);
            RemoveEmptyBundles(body);
        }

        return body;
    }

    /// <summary>Whether a group belongs to Kubernetes itself, where null means the same as a field left out.</summary>
    /// <remarks>The suffix <c>.k8s.io</c> alone does not say so: <c>gateway.networking.k8s.io</c> is brought by definitions.</remarks>
    public static bool IsBuiltIn(string group) => !group.Contains('.', StringComparison.Ordinal) || BuiltInGroups.Contains(group, StringComparer.Ordinal);

    private static void RemoveNulls(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                RemoveNulls(item);
        }
        else if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields.ToList())
            {
                if (value is null)
                    fields.Remove(name);
                else
                    RemoveNulls(value);
            }
        }
    }

    // The server turns stringData into data and forgets it, so that it could never be compared.
    private static void WriteStringData(JsonObject body)
    {
        if ((string?)body["kind"] != "Secret" || body["stringData"] is not JsonObject texts)
            return;
        body.Remove("stringData");
        var data = body["data"] as JsonObject ?? [];
        body["data"] = data;
        foreach (var (name, text) in texts)
            data[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes((string?)text ?? ""));
    }

    // An empty bundle would take away the one that the running control plane has put there, and with it every admission.
    private static void RemoveEmptyBundles(JsonObject body)
    {
        foreach (var webhook in (body["webhooks"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (webhook["clientConfig"] is JsonObject client && ServerDefault.IsEmpty(client["caBundle"]))
                client.Remove("caBundle");
        }
    }
}
