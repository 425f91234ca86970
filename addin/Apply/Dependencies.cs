using System.Text.Json.Nodes;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Apply;

/// <summary>What an object needs from the same install; if that fails, the object is skipped.</summary>
internal static class Dependencies
{
    /// <summary>The keys of what the object needs. Not all of them have to be part of the install.</summary>
    /// <param name="subject">The object's identity, with its namespace filled in.</param>
    /// <param name="body">The object.</param>
    /// <param name="definitions">The install's custom resource definitions by group and kind.</param>
    /// <param name="backends">The install's Services and what answers them.</param>
    public static IReadOnlyList<ObjectKey> Of(
        ObjectRef subject,
        JsonObject body,
        IReadOnlyDictionary<(string Group, string Kind), ObjectKey> definitions,
        ServiceBackends backends)
    {
        var keys = new List<ObjectKey>();
        if (subject.Namespace is { } ns)
            keys.Add(new("", "Namespace", null, ns));
        if (definitions.TryGetValue((subject.Group, subject.Kind), out var definition))
            keys.Add(definition);
        keys.AddRange(subject.Kind switch
        {
            "RoleBinding" or "ClusterRoleBinding" => OfBinding(body, subject.Namespace),
            "HorizontalPodAutoscaler" => OfAutoscaler(body, subject.Namespace),
            "MutatingWebhookConfiguration" or "ValidatingWebhookConfiguration" => OfWebhooks(body).SelectMany(service => backends.Of(service).Prepend(service)),
            _ => OfPods(body, subject),
        });
        return [.. keys.Distinct()];
    }

    /// <summary>The custom resource definitions among objects, by what they define.</summary>
    public static IReadOnlyDictionary<(string Group, string Kind), ObjectKey> Definitions(IEnumerable<JsonObject> bodies)
    {
        var definitions = new Dictionary<(string, string), ObjectKey>();
        foreach (var body in bodies.Where(body => (string?)body["kind"] == "CustomResourceDefinition"))
        {
            var key = ((string?)body["spec"]?["group"] ?? "", (string?)body["spec"]?["names"]?["kind"] ?? "");
            definitions[key] = new("apiextensions.k8s.io", "CustomResourceDefinition", null, (string?)body["metadata"]?["name"] ?? "");
        }

        return definitions;
    }

    private static IEnumerable<ObjectKey> OfBinding(JsonObject body, string? ns)
    {
        var kind = (string?)body["roleRef"]?["kind"] ?? "";
        yield return new("rbac.authorization.k8s.io", kind, kind == "Role" ? ns : null, Name(body["roleRef"]));
        foreach (var account in Objects(body["subjects"]).Where(account => (string?)account["kind"] == "ServiceAccount"))
            yield return new("", "ServiceAccount", (string?)account["namespace"] ?? ns, Name(account));
    }

    private static IEnumerable<ObjectKey> OfAutoscaler(JsonObject body, string? ns)
    {
        if (body["spec"]?["scaleTargetRef"] is JsonObject target)
            yield return ObjectKey.Of(new((string?)target["apiVersion"] ?? "", (string?)target["kind"] ?? "", ns, Name(target)));
    }

    private static IEnumerable<ObjectKey> OfWebhooks(JsonObject body) =>
        from webhook in Objects(body["webhooks"])
        let service = webhook["clientConfig"]?["service"]
        where service is not null
        select new ObjectKey("", "Service", (string?)service["namespace"], Name(service));

    private static IEnumerable<ObjectKey> OfPods(JsonObject body, ObjectRef subject)
    {
        var pod = subject.Kind switch
        {
            "Pod" => body.Object("spec"),
            "CronJob" => body.Object("spec").Object("jobTemplate").Object("spec").Object("template").Object("spec"),
            _ => body.Object("spec").Object("template").Object("spec"),
        };
        if (pod is null || !DesiredBody.IsBuiltIn(subject.Group))
            yield break;
        if ((string?)pod["serviceAccountName"] is { } account)
            yield return new("", "ServiceAccount", subject.Namespace, account);
        foreach (var volume in Objects(pod["volumes"]))
        {
            if (volume["configMap"] is JsonObject map && (bool?)map["optional"] != true)
                yield return new("", "ConfigMap", subject.Namespace, Name(map));
            if (volume["secret"] is JsonObject secret && (bool?)secret["optional"] != true)
                yield return new("", "Secret", subject.Namespace, (string?)secret["secretName"] ?? "");
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? items) => (items as JsonArray ?? []).OfType<JsonObject>();

    private static string Name(JsonNode? node) => (string?)node?["name"] ?? "";
}
