namespace Cake.Istio.Sandbox.Mesh;

/// <summary>The patch with which the injector adds the sidecar to a Pod.</summary>
internal static class PodInjection
{
    private const string ProxyName = "istio-proxy";

    /// <summary>The operations; none where the Pod is not to have a sidecar or has one.</summary>
    /// <param name="pod">The Pod.</param>
    /// <param name="proxyImage">The image of the proxy.</param>
    public static JsonArray Patch(JsonObject pod, string proxyImage)
    {
        var decision = pod.Annotation("sidecar.istio.io/inject") ?? pod.Labels().GetValueOrDefault("sidecar.istio.io/inject");
        var has = pod.Objects("spec", "containers").Any(container => container.Text("name") == ProxyName);
        if (has || pod.Flag("spec", "hostNetwork") == true || decision is "false" or "no" or "off" or "n")
            return [];
        return
        [
            Add(pod, "initContainers", Init(proxyImage)),
            Add(pod, "containers", Proxy(proxyImage)),
            Add(pod, "volumes", new JsonObject { ["name"] = "istio-envoy", ["emptyDir"] = new JsonObject { ["medium"] = "Memory" } }),
            Annotate(pod),
        ];
    }

    private static JsonObject Add(JsonObject pod, string list, JsonObject item) => pod.At("spec", list) is JsonArray
        ? Operation($"/spec/{list}/-", item)
        : Operation($"/spec/{list}", new JsonArray(item));

    private static JsonObject Annotate(JsonObject pod)
    {
        const string Status = "{\"initContainers\":[\"istio-init\"],\"containers\":[\"istio-proxy\"],\"volumes\":[\"istio-envoy\"],\"imagePullSecrets\":null}";
        return pod.At("metadata", "annotations") is JsonObject
            ? Operation("/metadata/annotations/sidecar.istio.io~1status", Status)
            : Operation("/metadata/annotations", new JsonObject { ["sidecar.istio.io/status"] = Status });
    }

    private static JsonObject Operation(string path, JsonNode value) => new() { ["op"] = "add", ["path"] = path, ["value"] = value };

    private static JsonObject Init(string image) => new()
    {
        ["name"] = "istio-init",
        ["image"] = image,
        ["args"] = new JsonArray("istio-iptables", "-p", "15001", "-u", "1337", "-m", "REDIRECT", "-i", "*"),
        ["securityContext"] = new JsonObject { ["capabilities"] = new JsonObject { ["add"] = new JsonArray("NET_ADMIN") } },
    };

    private static JsonObject Proxy(string image) => new()
    {
        ["name"] = ProxyName,
        ["image"] = image,
        ["args"] = new JsonArray("proxy", "sidecar", "--domain", "$(POD_NAMESPACE).svc.cluster.local"),
        ["env"] = new JsonArray(
            new JsonObject
            {
                ["name"] = "POD_NAMESPACE",
                ["valueFrom"] = new JsonObject { ["fieldRef"] = new JsonObject { ["fieldPath"] = "metadata.namespace" } },
            }),
        ["ports"] = new JsonArray(new JsonObject { ["name"] = "http-envoy-prom", ["containerPort"] = 15090, ["protocol"] = "TCP" }),
        ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "10m", ["memory"] = "40Mi" } },
        ["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "istio-envoy", ["mountPath"] = "/etc/istio/proxy" }),
    };
}
