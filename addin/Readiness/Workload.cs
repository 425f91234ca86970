using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>A live workload with what belongs to it: its ReplicaSet, pods and their events.</summary>
internal sealed class Workload
{
    private const string Revision = "deployment.kubernetes.io/revision";

    private readonly List<ObjectEvent> _events;
    private readonly JsonObject _json;

    /// <summary>Gathers what belongs to a live object.</summary>
    public Workload(JsonObject json, string? ns, LiveState state, IReadOnlyList<ObjectEvent> events)
    {
        _json = json;
        var owner = json.Text("kind") == "Deployment" ? NewestReplicaSet(json, state, ns) : json;
        ReplicaSet = ReferenceEquals(owner, json) ? null : owner;
        Pods = json.Text("kind") == "Pod"
            ? [json]
            : owner?.Text("metadata", "uid") is { } uid
                ? NewestRevision(json, [.. state.All("v1", "Pod", ns).Where(pod => IsOwnedBy(pod, uid)).OrderByDescending(Created).ThenBy(pod => pod.Name(), StringComparer.Ordinal)])
                : [];
        var uids = Pods.Append(json).Append(owner).Select(one => one.Text("metadata", "uid")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        _events = [.. events.Where(one => uids.Contains(one.Uid)).OrderBy(one => one.Time)];
    }

    /// <summary>The kinds that make pods.</summary>
    public static bool IsWorkload(string kind) => kind is "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job" or "Pod";

    /// <summary>A Deployment's newest ReplicaSet; older ones are on their way out and say nothing about it.</summary>
    public JsonObject? ReplicaSet { get; }

    /// <summary>Its pods, the newest first.</summary>
    public IReadOnlyList<JsonObject> Pods { get; }

    /// <summary>The events of all of them, oldest first.</summary>
    public IReadOnlyList<ObjectEvent> Events => _events;

    /// <summary>What holds it up, what cannot heal first.</summary>
    public IEnumerable<Trouble> Troubles()
    {
        // What its controller has not seen yet, its pods cannot tell about.
        if (_json.Number("metadata", "generation") is { } generation && _json.Number("status", "observedGeneration") is { } observed && generation != observed)
            return [];
        var ofPods = Pods.SelectMany(pod => PodTroubles.Find(pod, EventsOf(pod)));
        return ofPods.Concat(OfCreation()).OrderBy(trouble => trouble.CanHeal);
    }

    /// <summary>Whether an image is being pulled for one of its pods right now.</summary>
    public bool IsPulling() => Pods.Any(pod => IsBeingCreated(pod) && EventsOf(pod)
        .Where(one => one.Reason is "Pulling" or "Pulled" or "Failed" or "BackOff")
        .GroupBy(one => one.FieldPath, StringComparer.Ordinal)
        .Any(container => container.Last().Reason == "Pulling"));

    private IEnumerable<Trouble> OfCreation()
    {
        var failure = ReplicaSet?.Condition("ReplicaFailure") ?? _json.Condition("ReplicaFailure");
        if (failure is { IsTrue: true })
            yield return new("FailedCreate", failure.Message, CanHeal: true);
        else if (Pods.Count == 0 && _events.LastOrDefault(one => one.Reason == "FailedCreate") is { } refused)
            yield return new("FailedCreate", refused.Message, CanHeal: true);
    }

    private List<ObjectEvent> EventsOf(JsonObject pod) =>
        [.. _events.Where(one => string.Equals(one.Uid, pod.Text("metadata", "uid"), StringComparison.Ordinal))];

    private static bool IsBeingCreated(JsonObject pod) => pod.Objects("status", "initContainerStatuses")
        .Concat(pod.Objects("status", "containerStatuses"))
        .Any(container => container.Text("state", "waiting", "reason") is "ContainerCreating" or "PodInitializing");

    // Pods of an older revision are on their way out. A DaemonSet does not name its newest one, but says whether there are pods of it.
    private static List<JsonObject> NewestRevision(JsonObject owner, List<JsonObject> pods)
    {
        const string Hash = "controller-revision-hash";
        if (owner.Text("kind") == "DaemonSet" && owner.Number("status", "updatedNumberScheduled") is null or 0)
            return [];
        var newest = owner.Text("kind") switch
        {
            "StatefulSet" => owner.Text("status", "updateRevision"),
            "DaemonSet" => pods.FirstOrDefault().Text("metadata", "labels", Hash),
            _ => null,
        };
        return newest is null ? pods : [.. pods.Where(pod => string.Equals(pod.Text("metadata", "labels", Hash), newest, StringComparison.Ordinal))];
    }

    // By the revision that the Deployment names, because the watches of both kinds are not in step.
    private static JsonObject? NewestReplicaSet(JsonObject deployment, LiveState state, string? ns)
    {
        if (deployment.Text("metadata", "uid") is not { } uid)
            return null;
        var revision = deployment.Text("metadata", "annotations", Revision);
        return state.All("apps/v1", "ReplicaSet", ns)
            .Where(set => IsOwnedBy(set, uid) && set.Text("metadata", "annotations", Revision) == revision)
            .OrderByDescending(Created)
            .FirstOrDefault();
    }

    private static bool IsOwnedBy(JsonObject json, string uid) =>
        json.Objects("metadata", "ownerReferences").Any(owner => string.Equals(owner.Text("uid"), uid, StringComparison.Ordinal));

    private static DateTimeOffset Created(JsonObject json) => json.Time("metadata", "creationTimestamp") ?? default;
}
