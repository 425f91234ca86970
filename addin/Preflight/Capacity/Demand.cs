using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Manifests;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Capacity;

/// <summary>What a workload of the plan asks of the nodes.</summary>
/// <param name="Subject">The workload.</param>
/// <param name="Pod">Its pods' <c>spec</c>.</param>
/// <param name="PerPod">The requests of one pod.</param>
/// <param name="Pods">How many pods come on top of those that run; for <paramref name="OnEveryNode"/> one.</param>
/// <param name="More">What they ask on top of what runs.</param>
/// <param name="OnEveryNode">Whether there is a pod on every node.</param>
internal sealed record Demand(ObjectRef Subject, JsonObject Pod, Amount PerPod, int Pods, Amount More, bool OnEveryNode)
{
    // No cluster runs more, and what is counted in it must not overflow.
    private const int Most = 1_000_000;

    /// <summary>The workloads of a plan that are made or changed, also those that the server refuses as things are.</summary>
    /// <param name="changes">The plan.</param>
    /// <param name="ns">The namespace of <paramref name="limitRanges"/>, or null.</param>
    /// <param name="limitRanges">What gives its pods defaults.</param>
    public static IReadOnlyList<Demand> Of(IReadOnlyList<PlannedChange> changes, string? ns = null, IReadOnlyList<JsonObject>? limitRanges = null)
    {
        var scaled = Scaled(changes);
        return [.. changes.Where(change => change.Action is ChangeAction.Created or ChangeAction.Configured or ChangeAction.Failed).Select(change => Of(change, scaled, change.Subject.Namespace == ns ? limitRanges ?? [] : [])).OfType<Demand>()];
    }

    /// <summary>The pods' <c>spec</c> of a workload or a pod, or null for an object that makes none.</summary>
    public static JsonObject? PodOf(ObjectRef subject, JsonObject body) => subject.Kind switch
    {
        _ when !DesiredBody.IsBuiltIn(subject.Group) => null,
        "Pod" => body["spec"] as JsonObject,
        _ => body.At("spec", "template", "spec") as JsonObject,
    };

    private static Demand? Of(PlannedChange change, IReadOnlyDictionary<ObjectKey, int> scaled, IReadOnlyList<JsonObject> limitRanges)
    {
        if (PodOf(change.Subject, change.Body) is not { } pod)
            return null;
        pod = LimitRanges.Defaulted(pod, limitRanges);
        var requests = PodAmounts.Requests(pod);
        var wanted = Replicas(change.Subject, change.Body) ?? scaled.GetValueOrDefault(change.Key, 1);
        var runs = change is { Live: { } live, Mode: not WriteMode.Recreate } ? Replicas(change.Subject, live) ?? 1 : 0;
        var before = runs == 0 ? default : PodAmounts.Requests(LimitRanges.Defaulted(PodOf(change.Subject, change.Live!) ?? [], limitRanges)) * runs;
        return new(change.Subject, pod, requests, Math.Max(0, wanted - runs), (requests * wanted - before).AtLeastZero(), change.Subject.Kind == "DaemonSet");
    }

    private static int? Replicas(ObjectRef subject, JsonObject body) => subject.Kind switch
    {
        "Pod" or "DaemonSet" => 1,
        "Job" => Count(body, "parallelism") ?? 1,
        _ => Count(body, "replicas"),
    };

    private static int? Count(JsonObject body, string field) => body.Number("spec", field) is { } number ? (int)Math.Clamp(number, 0, Most) : null;

    private static Dictionary<ObjectKey, int> Scaled(IReadOnlyList<PlannedChange> changes)
    {
        var replicas = new Dictionary<ObjectKey, int>();
        foreach (var change in changes.Where(change => change.Subject.Kind == "HorizontalPodAutoscaler"))
        {
            var target = change.Body.At("spec", "scaleTargetRef");
            replicas[ObjectKey.Of(new(target.Text("apiVersion") ?? "", target.Text("kind") ?? "", change.Subject.Namespace, target.Text("name") ?? ""))] =
                Count(change.Body, "minReplicas") ?? 1;
        }

        return replicas;
    }
}
