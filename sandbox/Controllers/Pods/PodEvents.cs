namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>What a kubelet tells about a Pod's life.</summary>
internal static class PodEvents
{
    /// <summary>Every container's image was there, and it was created and started.</summary>
    public static IEnumerable<Write> Started(JsonObject pod) => pod.Objects("spec", "initContainers").Select(container => (Container: container, List: "initContainers"))
        .Concat(pod.Objects("spec", "containers").Select(container => (Container: container, List: "containers")))
        .SelectMany(item => (Write[])
        [
            About(pod, item.Container, item.List, "Pulled", $"Container image \"{item.Container.Text("image")}\" already present on machine"),
            About(pod, item.Container, item.List, "Created", $"Created container: {item.Container.Text("name")}"),
            About(pod, item.Container, item.List, "Started", $"Started container {item.Container.Text("name")}"),
        ]);

    /// <summary>Every container is being stopped.</summary>
    public static IEnumerable<Write> Killing(JsonObject pod) =>
        pod.Objects("spec", "containers").Select(container => About(pod, container, "containers", "Killing", $"Stopping container {container.Text("name")}"));

    /// <summary>The first container's readiness probe fails.</summary>
    public static Write Unready(JsonObject pod) =>
        About(pod, pod.Objects("spec", "containers").First(), "containers", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503") with { IsWarning = true };

    /// <summary>A volume has no source.</summary>
    public static Write MountFailed(JsonObject pod)
    {
        var volume = pod.Objects("spec", "volumes").FirstOrDefault(item => item["secret"] is not null || item["configMap"] is not null);
        var (kind, source) = volume.Text("configMap", "name") is { } map ? ("configmap", map) : ("secret", volume.Text("secret", "secretName") ?? pod.Name());
        return new Write.Emit(pod, "FailedMount", $"MountVolume.SetUp failed for volume \"{volume.Text("name") ?? "config"}\" : {kind} \"{source}\" not found")
        {
            IsWarning = true,
            Host = pod.NodeName(),
        };
    }

    private static Write.Emit About(JsonObject pod, JsonObject container, string list, string reason, string message) =>
        new(pod, reason, message) { FieldPath = $"spec.{list}{{{container.Text("name")}}}", Host = pod.NodeName() };
}
