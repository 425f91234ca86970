namespace Cake.Istio.Sandbox.Selectors;

/// <summary>The fields that a field selector may name beside metadata.name and metadata.namespace, as kube-apiserver's field label conversions.</summary>
internal static class SelectableFields
{
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["pods"] =
        [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP",
            "status.nominatedNodeName",
        ],
        ["events"] =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
        ["secrets"] = ["type"],
        ["namespaces"] = ["status.phase"],
        ["nodes"] = ["spec.unschedulable"],
        ["services"] = ["spec.clusterIP", "spec.type"],
        ["replicasets"] = ["status.replicas"],
        ["replicationcontrollers"] = ["status.replicas"],
        ["jobs"] = ["status.successful"],
        ["certificatesigningrequests"] = ["spec.signerName"],
    };

    private static readonly Dictionary<string, string> RegardingFields = new(
        new[] { "kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath" }.Select(name => KeyValuePair.Create($"regarding.{name}", $"involvedObject.{name}")))
    {
        ["reportingController"] = "reportingComponent",
        ["reason"] = "reason",
        ["type"] = "type",
    };

    /// <summary>The path in the stored object: <c>events.k8s.io</c> has other names than the core group, and only those.</summary>
    public static string Stored(ResourceDefinition resource, string path) => resource.Group == "events.k8s.io" && !path.StartsWith("metadata.", StringComparison.Ordinal)
        ? RegardingFields.GetValueOrDefault(path, $"<{path}>")
        : path;

    /// <summary>The server's refusal of a field, or null when it can be selected.</summary>
    public static string? Error(ResourceDefinition resource, string path)
    {
        if (path == "metadata.name" || (path == "metadata.namespace" && resource.Namespaced) || Of(resource).Contains(Stored(resource, path)))
            return null;
        if (resource.Custom is null && Known.ContainsKey(resource.Plural))
            return $"field label not supported: {path}";
        return resource.Custom is null
            ? $"\"{path}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
            : $"field label not supported: {path}";
    }

    /// <summary>The value of a field that is not there: false for booleans, 0 for numbers, else empty.</summary>
    public static string Absent(string path) => path switch
    {
        "spec.hostNetwork" or "spec.unschedulable" => "false",
        "status.replicas" or "status.successful" => "0",
        _ => "",
    };

    private static IEnumerable<string> Of(ResourceDefinition resource) => resource.Custom is { } custom
        ? (custom.Version["selectableFields"] as JsonArray ?? []).Select(field => ((string?)field?["jsonPath"] ?? "").TrimStart('.'))
        : Known.GetValueOrDefault(resource.Plural, []);
}
