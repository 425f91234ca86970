namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>What a container of the sandbox has to say: nothing runs, so a line that says when it was started and what it would run.</summary>
internal static class PodLog
{
    /// <summary>The log of a container.</summary>
    /// <param name="pod">The Pod.</param>
    /// <param name="container">The container; null where the Pod has only one.</param>
    /// <param name="previous">Whether it is the log before the container was started again.</param>
    /// <param name="timestamps">Whether each line begins with its time.</param>
    /// <exception cref="StatusException">400 when the container is not named, not known or not started.</exception>
    public static string Read(JsonObject pod, string? container, bool previous, bool timestamps)
    {
        var name = pod.Name();
        var containers = pod.Objects("spec", "containers").ToList();
        var known = containers.Concat(pod.Objects("spec", "initContainers")).ToList();
        if (container is null && containers.Count > 1)
            throw StatusException.BadRequest($"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', containers.Select(item => item.Text("name")))}]");
        var wanted = container ?? containers.FirstOrDefault().Text("name");
        var spec = known.FirstOrDefault(item => item.Text("name") == wanted) ?? throw StatusException.BadRequest($"container {wanted} is not valid for pod {name}");
        var status = pod.Objects("status", "containerStatuses").Concat(pod.Objects("status", "initContainerStatuses")).FirstOrDefault(item => item.Text("name") == wanted);
        var state = status.At("state");
        // As the kubelet's validateContainerLogStatus: what waits to be started again still has what it wrote last.
        if (previous || state.At("waiting") is not null)
            state = status.At("lastState");
        var started = state.Text("running", "startedAt") ?? state.Text("terminated", "startedAt");
        if (started is null)
        {
            throw StatusException.BadRequest(previous
                ? $"previous terminated container \"{wanted}\" in pod \"{name}\" not found"
                : $"container \"{wanted}\" in pod \"{name}\" is waiting to start: {status.Text("state", "waiting", "reason") ?? "ContainerCreating"}");
        }

        var lines = new List<string> { $"{started} info  sandbox: container {wanted} of pod {name} would run {spec.Text("image")}; nothing runs in a sandbox" };
        if (state.Number("terminated", "exitCode") is { } code)
            lines.Add(code == 0 ? $"{started} info  sandbox: container {wanted} has completed" : $"{started} error sandbox: container {wanted} has ended with exit code {code}");
        return string.Concat(lines.Select(line => $"{(timestamps ? started + " " : "")}{line}\n"));
    }

    /// <summary>400: there is no process to reach.</summary>
    public static StatusException NothingRuns(string what, string name) => new(
        HttpStatusCode.BadRequest, "BadRequest", $"{what} \"{name}\" cannot be reached: nothing runs in a sandbox, it only answers like a cluster");
}
