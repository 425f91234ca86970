using System.Text.Json.Nodes;
using Cake.Istio.Preflight.Capacity;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Facts;

/// <summary>What the checks need of a live pod; a cluster may have tens of thousands.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Workload">What made it, such as <c>Deployment cart</c>, or <c>Pod cart</c> for one that nobody made.</param>
/// <param name="Node">Where it runs, or null.</param>
/// <param name="IsDone">Whether it has ended and takes nothing any more.</param>
/// <param name="Requests">What it takes of its node.</param>
/// <param name="HasSidecar">Whether a proxy of the mesh runs beside its containers.</param>
/// <param name="PlainProbes">The containers that the kubelet asks by plain HTTP, around the proxy.</param>
/// <param name="Labels">Its labels.</param>
internal sealed record PodSummary(
    string Namespace,
    string Workload,
    string? Node,
    bool IsDone,
    Amount Requests,
    bool HasSidecar,
    IReadOnlyList<string> PlainProbes,
    IReadOnlyDictionary<string, string> Labels)
{
    private const string Proxy = "istio-proxy";

    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    /// <summary>Keeps what is needed of a pod.</summary>
    public static PodSummary Of(JsonObject pod) => new(
        pod.Text("metadata", "namespace") ?? "",
        WorkloadOf(pod),
        pod.Text("spec", "nodeName"),
        pod.Text("status", "phase") is "Succeeded" or "Failed",
        PodAmounts.Requests(pod["spec"]),
        pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).Any(container => container.Text("name") == Proxy),
        [.. pod.Objects("spec", "containers").Where(container => container.Text("name") != Proxy && Probes.Any(probe => IsPlain(container.At(probe, "httpGet")))).Select(container => container.Text("name") ?? "")],
        (pod.At("metadata", "labels") as JsonObject ?? []).ToDictionary(label => label.Key, label => (string?)label.Value ?? "", StringComparer.Ordinal));

    // An injector that rewrites probes sends them to the proxy's agent, under this path.
    private static bool IsPlain(JsonNode? request) =>
        request is JsonObject && request.Text("scheme") != "HTTPS" && request.Text("path")?.StartsWith("/app-health/", StringComparison.Ordinal) != true;

    private static string WorkloadOf(JsonObject pod)
    {
        var owner = pod.Objects("metadata", "ownerReferences").FirstOrDefault(reference => reference.Flag("controller"));
        var (kind, name) = (owner.Text("kind") ?? "Pod", owner.Text("name") ?? pod.Name());
        // A Deployment's ReplicaSets are named after it and the hash of their template.
        return kind == "ReplicaSet" && pod.Text("metadata", "labels", "pod-template-hash") is { } hash && name.EndsWith($"-{hash}", StringComparison.Ordinal)
            ? $"Deployment {name[..^(hash.Length + 1)]}"
            : $"{kind} {name}";
    }
}
