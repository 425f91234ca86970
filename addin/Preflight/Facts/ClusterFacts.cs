using System.Text.Json.Nodes;

namespace Cake.Istio.Preflight.Facts;

/// <summary>What around the mesh decides whether it gets to run. Empty where nothing is to be written.</summary>
internal sealed record ClusterFacts
{
    /// <summary>The nodes.</summary>
    public IReadOnlyList<JsonObject> Nodes { get; init; } = [];

    /// <summary>The pods of all namespaces.</summary>
    public IReadOnlyList<PodSummary> Pods { get; init; } = [];

    /// <summary>The Services of all namespaces.</summary>
    public IReadOnlyList<JsonObject> Services { get; init; } = [];

    /// <summary>The DaemonSets of all namespaces.</summary>
    public IReadOnlyList<JsonObject> DaemonSets { get; init; } = [];

    /// <summary>The CronJobs, Deployments, StatefulSets and DaemonSets of all namespaces; empty where the mesh does not become strict.</summary>
    public IReadOnlyList<WorkloadTemplate> Templates { get; init; } = [];

    /// <summary>The Deployments of the mesh namespace.</summary>
    public IReadOnlyList<JsonObject> Deployments { get; init; } = [];

    /// <summary>The Deployments and StatefulSets of <see cref="Gateway.LoadBalancerDetection.SystemNamespace"/>.</summary>
    public IReadOnlyList<JsonObject> SystemWorkloads { get; init; } = [];

    /// <summary>The namespaces.</summary>
    public IReadOnlyList<JsonObject> Namespaces { get; init; } = [];

    /// <summary>The quotas of the mesh namespace.</summary>
    public IReadOnlyList<JsonObject> Quotas { get; init; } = [];

    /// <summary>The limit ranges of the mesh namespace.</summary>
    public IReadOnlyList<JsonObject> LimitRanges { get; init; } = [];

    /// <summary>The webhook configurations, mutating and validating.</summary>
    public IReadOnlyList<JsonObject> Webhooks { get; init; } = [];

    /// <summary>Services behind webhooks that have no endpoint that is ready.</summary>
    public IReadOnlySet<(string Namespace, string Name)> DeadServices { get; init; } = new HashSet<(string, string)>();

    /// <summary>What the user may not list, as plurals.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>Whether something was listed.</summary>
    /// <param name="plural">Such as <c>nodes</c>.</param>
    public bool Shows(string plural) => !Hidden.Contains(plural, StringComparer.Ordinal);
}
