using System.Net;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Errors;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>What a container of the sandbox has to say: nothing runs, so a line that says when it was started and what it would run.</summary>
internal static class PodLog
{
    /// <summary>The log of a container.</summary>
    /// <param name="pod">The Pod.</param>
    /// <param name="container">The container; null where the Pod has only one.</param>
    /// <param name="timestamps">Whether each line begins with its time.</param>
    /// <exception cref="StatusException">400 when the container is not named, not known or not started.</exception>
    public static string Read(JsonObject pod, string? container, bool timestamps)
    {
        var name = pod.Name();
        var containers = pod.Objects("spec", "containers").ToList();
        var known = containers.Concat(pod.Objects("spec", "initContainers")).ToList();
        if (container is null && containers.Count > 1)
            throw StatusException.BadRequest($"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', containers.Select(item => item.Text("name")))}]");
        var wanted = container ?? containers.FirstOrDefault().Text("name");
        var spec = known.FirstOrDefault(item => item.Text("name") == wanted) ?? throw StatusException.BadRequest($"container {wanted} is not valid for pod {name}");
        var status = pod.Objects("status", "containerStatuses").Concat(pod.Objects("status", "initContainerStatuses")).FirstOrDefault(item => item.Text("name") == wanted);
        var started = status.Text("state", "running", "startedAt") ?? status.Text("state", "terminated", "startedAt");
        if (started is null)
            throw StatusException.BadRequest($"container \"{wanted}\" in pod \"{name}\" is waiting to start: {status.Text("state", "waiting", "reason") ?? "ContainerCreating"}");
        var image = spec.Text("image");
        var line = $"{(timestamps ? started + " " : "")}{started} info  sandbox: container {wanted} of pod {name} would run {image}; nothing runs in a sandbox\n";
        return status.At("state", "terminated") is null ? line : $"{line}{(timestamps ? started + " " : "")}{started} info  sandbox: container {wanted} has completed\n";
    }

    /// <summary>400: there is no process to reach.</summary>
    public static StatusException NothingRuns(string what, string name) => new(
        HttpStatusCode.BadRequest, "BadRequest", $"{what} \"{name}\" cannot be reached: nothing runs in a sandbox, it only answers like a cluster");
}
