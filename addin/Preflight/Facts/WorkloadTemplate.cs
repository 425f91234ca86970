using System.Text.Json.Nodes;
using Cake.Istio.Manifests.Upgrade;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Facts;

/// <summary>What a workload's template says of the pods that it will have, for one that has none now.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Workload">Such as <c>CronJob backup</c>.</param>
/// <param name="Inject">What the pods say to the sidecar injector, <c>true</c> or <c>false</c>, or null.</param>
/// <param name="HasSidecar">Whether the template brings the proxy itself.</param>
/// <param name="IsSuspended">Whether the workload makes no pods until somebody says so.</param>
internal sealed record WorkloadTemplate(string Namespace, string Workload, string? Inject, bool HasSidecar, bool IsSuspended)
{
    private const string Choice = "sidecar.istio.io/inject";

    /// <summary>Keeps what is needed of a workload.</summary>
    public static WorkloadTemplate Of(JsonObject item)
    {
        var template = PodTemplate.Of(item);
        return new(
            item.Text("metadata", "namespace") ?? "",
            $"{item.Text("kind")} {item.Name()}",
            template.Text("metadata", "labels", Choice) ?? template.Text("metadata", "annotations", Choice),
            template.Objects("spec", "containers").Concat(template.Objects("spec", "initContainers")).Any(container => container.Text("name") == "istio-proxy"),
            item.Flag("spec", "suspend"));
    }
}
