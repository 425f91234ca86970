namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>What a container of the sandbox has to say: nothing runs, so a line that says when it was started and what it would run.</summary>
internal static class PodLog
{
    /// <summary>The log of a container.</summary>
    /// <param name="options">What of it is asked for.</param>
    /// <param name="pod">The Pod.</param>
    /// <param name="now">The time, from which seconds count back.</param>
    /// <exception cref="StatusException">400 when the container is not named, not known or not started.</exception>
    public static string Read(PodLogOptions options, JsonObject pod, DateTimeOffset now)
    {
        var (container, previous) = (options.Container, options.Previous);
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
        // All lines are of the time of the start.
        var since = options.SinceSeconds is { } seconds ? now.AddSeconds(-Math.Min(seconds, int.MaxValue)) : options.SinceTime;
        var shown = DateTimeOffset.Parse(started, CultureInfo.InvariantCulture) < since ? [] : lines.TakeLast((int)Math.Min(options.TailLines ?? int.MaxValue, int.MaxValue));
        var text = string.Concat(shown.Select(line => $"{(options.Timestamps ? started + " " : "")}{line}\n"));
        return text[..(int)Math.Min(text.Length, options.LimitBytes ?? int.MaxValue)];
    }

    /// <summary>400: there is no process to reach.</summary>
    public static StatusException NothingRuns(string what, string name) => new(
        HttpStatusCode.BadRequest, "BadRequest", $"{what} \"{name}\" cannot be reached: nothing runs in a sandbox, it only answers like a cluster");
}
