namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>The class that a Pod's resources put it in, which decides who is evicted first.</summary>
internal static class PodQualityOfService
{
    /// <summary>Guaranteed when every container's requests equal its limits for cpu and memory, BestEffort when none has any, else Burstable.</summary>
    public static string Of(JsonObject pod)
    {
        var containers = pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).ToArray();
        if (!containers.Any(container => Count(container, "requests") + Count(container, "limits") > 0))
            return "BestEffort";
        return containers.All(IsGuaranteed) ? "Guaranteed" : "Burstable";
    }

    private static bool IsGuaranteed(JsonObject container) => ((string[])["cpu", "memory"]).All(name =>
        container.Text("resources", "limits", name) is { } limit && (container.Text("resources", "requests", name) ?? limit) == limit);

    private static int Count(JsonObject container, string list) => container.Map("resources", list).Count(item => item.Key is "cpu" or "memory");
}
