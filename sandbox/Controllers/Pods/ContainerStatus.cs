using System.Security.Cryptography;

namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>What a kubelet says of one container.</summary>
internal static class ContainerStatus
{
    /// <summary>It has not been started.</summary>
    public static JsonObject Waiting(JsonObject container, string reason, string? message = null)
    {
        var waiting = new JsonObject { ["reason"] = reason };
        if (message is not null)
            waiting["message"] = message;
        return Status(container, new JsonObject { ["waiting"] = waiting }, ready: false, started: false, "");
    }

    /// <summary>It runs.</summary>
    public static JsonObject Running(JsonObject pod, JsonObject container, DateTimeOffset since, bool ready) =>
        Status(container, new JsonObject { ["running"] = new JsonObject { ["startedAt"] = since.Stamp() } }, ready, started: true, Id(pod, container, 0));

    /// <summary>It has ended.</summary>
    public static JsonObject Ended(JsonObject pod, JsonObject container, DateTimeOffset from, DateTimeOffset to, int exitCode, bool ready = false) =>
        Status(container, new JsonObject { ["terminated"] = Termination(pod, container, from, to, exitCode, 0) }, ready, started: false, Id(pod, container, 0));

    /// <summary>It has ended with an error and waits to be started again.</summary>
    public static JsonObject Crashed(JsonObject pod, JsonObject container, DateTimeOffset at, int restarts)
    {
        var status = Waiting(
            container, "CrashLoopBackOff", $"back-off {BackOff(restarts)} restarting failed container={container.Text("name")} pod={pod.Name()}_{pod.Namespace()}({pod.Uid()})");
        status["lastState"] = new JsonObject { ["terminated"] = Termination(pod, container, at, at, 1, restarts) };
        status["restartCount"] = restarts;
        status["containerID"] = Id(pod, container, restarts);
        status["imageID"] = ImageId(container);
        return status;
    }

    private static JsonObject Status(JsonObject container, JsonObject state, bool ready, bool started, string id) => new()
    {
        ["name"] = container.Text("name"),
        ["state"] = state,
        ["lastState"] = new JsonObject(),
        ["ready"] = ready,
        ["restartCount"] = 0,
        ["image"] = container.Text("image") ?? "",
        ["imageID"] = id.Length == 0 ? "" : ImageId(container),
        ["started"] = started,
        ["containerID"] = id,
    };

    private static JsonObject Termination(JsonObject pod, JsonObject container, DateTimeOffset from, DateTimeOffset to, int exitCode, int attempt) => new()
    {
        ["exitCode"] = exitCode,
        ["reason"] = exitCode == 0 ? "Completed" : "Error",
        ["startedAt"] = from.Stamp(),
        ["finishedAt"] = to.Stamp(),
        ["containerID"] = Id(pod, container, attempt),
    };

    private static string BackOff(int restarts) => restarts switch
    {
        <= 1 => "10s",
        2 => "20s",
        3 => "40s",
        4 => "1m20s",
        5 => "2m40s",
        _ => "5m0s",
    };

    private static string Id(JsonObject pod, JsonObject container, int attempt) => $"containerd://{Digest($"{pod.Uid()}/{container.Text("name")}/{attempt}")}";

    private static string ImageId(JsonObject container)
    {
        var image = container.Text("image") ?? "";
        var tag = image.LastIndexOf(':');
        return $"{(tag > image.LastIndexOf('/') ? image[..tag] : image)}@sha256:{Digest(image)}";
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
