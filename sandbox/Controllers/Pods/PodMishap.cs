namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>What a kubelet says of a container that cannot run.</summary>
/// <param name="Container">The container's status.</param>
/// <param name="Events">What is new since the last look.</param>
/// <param name="Again">When it changes by itself; null when it stays so.</param>
internal sealed record PodMishap(JsonObject Container, IReadOnlyList<Write> Events, TimeSpan? Again)
{
    private static readonly TimeSpan[] Restarts = [.. ((double[])[10, 30, 70, 150, 310, 610, 910, 1210]).Select(TimeSpan.FromSeconds)];

    /// <summary>The state of a failing container a while after the Pod should have started.</summary>
    /// <param name="pod">The Pod.</param>
    /// <param name="failure">How it fails.</param>
    /// <param name="elapsed">The time since.</param>
    /// <param name="pullTime">How long one attempt to pull an image takes.</param>
    /// <param name="now">The time.</param>
    public static PodMishap At(JsonObject pod, PodFailure failure, TimeSpan elapsed, TimeSpan pullTime, DateTimeOffset now)
    {
        var container = pod.Objects("spec", "containers").First();
        var image = container.Text("image") ?? "";
        var mishap = failure switch
        {
            PodFailure.ErrImagePull => PullFailed(pod, container, image),
            PodFailure.ImagePullBackOff when elapsed < pullTime => PullFailed(pod, container, image) with { Again = pullTime - elapsed },
            PodFailure.ImagePullBackOff => PullsRarely(pod, container, image),
            PodFailure.InvalidImageName => InvalidImage(pod, container, image),
            PodFailure.CreateContainerConfigError => ConfigMissing(pod, container),
            _ => Crashes(pod, container, elapsed, now),
        };
        return mishap with { Events = [.. mishap.Events.Where(_ => IsNews(pod, mishap.Container))] };
    }

    private static bool IsNews(JsonObject pod, JsonObject next)
    {
        var before = pod.Objects("status", "containerStatuses").FirstOrDefault(item => item.Text("name") == next.Text("name"));
        return before.Text("state", "waiting", "reason") != next.Text("state", "waiting", "reason") || before.Number("restartCount") != next.Number("restartCount");
    }

    private static PodMishap PullFailed(JsonObject pod, JsonObject container, string image)
    {
        var error = $"failed to pull and unpack image \"{image}\": failed to resolve reference \"{image}\": {image}: not found";
        return new PodMishap(
            ContainerStatus.Waiting(container, "ErrImagePull", $"rpc error: code = NotFound desc = {error}"),
            [
                Event(pod, container, "Pulling", $"Pulling image \"{image}\"", isWarning: false),
                Event(pod, container, "Failed", $"Failed to pull image \"{image}\": rpc error: code = NotFound desc = {error}"),
                Event(pod, container, "Failed", "Error: ErrImagePull"),
            ],
            null);
    }

    private static PodMishap PullsRarely(JsonObject pod, JsonObject container, string image) => new(
        ContainerStatus.Waiting(container, "ImagePullBackOff", $"Back-off pulling image \"{image}\": ErrImagePull: {PullFailed(pod, container, image).Container.Text("state", "waiting", "message")}"),
        [Event(pod, container, "BackOff", $"Back-off pulling image \"{image}\"", isWarning: false), Event(pod, container, "Failed", "Error: ImagePullBackOff")],
        null);

    private static PodMishap InvalidImage(JsonObject pod, JsonObject container, string image)
    {
        var message = $"Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": invalid reference format";
        return new PodMishap(
            ContainerStatus.Waiting(container, "InvalidImageName", message),
            [Event(pod, container, "InspectFailed", message), Event(pod, container, "Failed", "Error: InvalidImageName")],
            null);
    }

    private static PodMishap ConfigMissing(JsonObject pod, JsonObject container)
    {
        var secret = container.Objects("env").Select(variable => variable.Text("valueFrom", "secretKeyRef", "name")).FirstOrDefault(name => name is not null)
            ?? pod.Objects("spec", "volumes").Select(volume => volume.Text("secret", "secretName")).FirstOrDefault(name => name is not null)
            ?? pod.Name();
        return new PodMishap(
            ContainerStatus.Waiting(container, "CreateContainerConfigError", $"secret \"{secret}\" not found"),
            [Event(pod, container, "Failed", $"Error: secret \"{secret}\" not found")],
            null);
    }

    private static PodMishap Crashes(JsonObject pod, JsonObject container, TimeSpan elapsed, DateTimeOffset now)
    {
        var passed = Restarts.Count(restart => restart <= elapsed);
        var message = $"Back-off restarting failed container {container.Text("name")} in pod {pod.Name()}_{pod.Namespace()}({pod.Uid()})";
        return new PodMishap(
            ContainerStatus.Crashed(pod, container, now, passed + 1),
            [Event(pod, container, "BackOff", message)],
            passed < Restarts.Length ? Restarts[passed] - elapsed : null);
    }

    private static Write.Emit Event(JsonObject pod, JsonObject container, string reason, string message, bool isWarning = true) =>
        new(pod, reason, message) { IsWarning = isWarning, FieldPath = $"spec.containers{{{container.Text("name")}}}", Host = pod.NodeName() };
}
