using static Cake.Istio.Sandbox.Defaults.DefaultRules;

namespace Cake.Istio.Sandbox.Defaults;

/// <summary>Pods, their containers and volumes.</summary>
internal static class PodDefaults
{
    private static readonly string[] ContainerLists = ["containers", "initContainers"];

    /// <summary>The rules of a container.</summary>
    public static DefaultRule[] Container() =>
        [PullPolicy, Value("terminationMessagePath", "/dev/termination-log"), Value("terminationMessagePolicy", "File")];

    /// <summary>The old and the new name of the service account are the same.</summary>
    public static void ServiceAccount(JsonObject spec)
    {
        if (((string?)spec["serviceAccountName"] ?? (string?)spec["serviceAccount"]) is not { } name)
            return;
        spec["serviceAccountName"] = name;
        spec["serviceAccount"] = name;
    }

    /// <summary>A volume without a source is an empty directory; an image volume pulls as a container does.</summary>
    public static void Volume(JsonObject volume)
    {
        if (!volume.Any(field => field.Key != "name"))
            volume["emptyDir"] = new JsonObject();
        if (volume["image"] is JsonObject image && !image.ContainsKey("pullPolicy"))
            image["pullPolicy"] = PolicyOf((string?)image["reference"] ?? "");
    }

    /// <summary>What a Pod's containers request is at least what they are limited to, where they do not say.</summary>
    public static void Requests(JsonObject pod)
    {
        foreach (var container in Containers(pod["spec"] as JsonObject))
        {
            if (container["resources"] is not JsonObject resources || resources["limits"] is not JsonObject limits)
                continue;
            if (resources["requests"] is not JsonObject requests)
                resources["requests"] = requests = [];
            foreach (var (name, limit) in limits)
                if (!requests.ContainsKey(name))
                    requests[name] = limit?.DeepClone();
        }
    }

    /// <summary>On the host's network a port of a container is one of the host.</summary>
    public static void HostPorts(JsonObject spec)
    {
        if (spec["hostNetwork"]?.GetValue<bool>() != true)
            return;
        foreach (var port in Containers(spec).SelectMany(container => container["ports"] as JsonArray ?? []).OfType<JsonObject>())
            if (!port.ContainsKey("hostPort"))
                port["hostPort"] = port["containerPort"]?.DeepClone();
    }

    private static IEnumerable<JsonObject> Containers(JsonObject? spec) =>
        ContainerLists.SelectMany(list => spec?[list] as JsonArray ?? []).OfType<JsonObject>();

    private static void PullPolicy(JsonObject container)
    {
        if (!container.ContainsKey("imagePullPolicy"))
            container["imagePullPolicy"] = PolicyOf((string?)container["image"] ?? "");
    }

    private static string PolicyOf(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
            return image.Contains(":latest@", StringComparison.Ordinal) ? "Always" : "IfNotPresent";
        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || name.AsSpan(colon + 1).SequenceEqual("latest") ? "Always" : "IfNotPresent";
    }
}
