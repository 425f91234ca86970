using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>Deletes one object and waits until it is gone.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="deadline">Learns what is waited for.</param>
/// <param name="waits">Learns it too, whenever it changes; null for nobody.</param>
/// <param name="stallTimeout">How long an object may be held by nothing but finalizers of others without any change; null for as long as the run lasts.</param>
internal sealed class ObjectRemover(ClusterConnection cluster, RunDeadline deadline, Action<ObjectRef, string>? waits = null, TimeSpan? stallTimeout = null)
{
    private const string ContentFailure = "NamespaceDeletionContentFailure";

    // The namespace controller tries again for a while, and what answers a webhook may just be replaced.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Deletes the object if it still is the one that was seen, then waits for it to disappear.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="subject">The object.</param>
    /// <param name="live">The object as it was seen; another one of the same name is left alone.</param>
    /// <param name="propagation">When what it owns goes.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="MeshException">
    /// <see cref="ErrorCode.WebhookUnanswered"/>: a namespace cannot be emptied. <see cref="ErrorCode.RemovalFailed"/>: finalizers hold the object.
    /// </exception>
    public async Task RemoveAsync(ApiResource resource, ObjectRef subject, JsonObject? live, DeletePropagation propagation, CancellationToken cancel)
    {
        var uid = (string?)live?["metadata"]?["uid"];
        if (live?["metadata"]?["deletionTimestamp"] is null)
            await cluster.DeleteAsync(resource, subject.Namespace, subject.Name, new() { Uid = uid, Propagation = propagation }, cancel);

        var (waiting, reason) = ((IDisposable?)null, "");
        var held = (long?)null;
        var (version, changed) = ("", deadline.Time.GetTimestamp());
        try
        {
            await Polling.UntilAsync(
                async () =>
                {
                    var found = await cluster.GetAsync(resource, subject.Namespace, subject.Name, cancel);
                    if (found is null || (uid is not null && (string?)found["metadata"]?["uid"] != uid))
                        return true;
                    if (Describe(subject, found) is var now && now != reason)
                    {
                        waiting?.Dispose();
                        (waiting, reason) = (deadline.Waiting(now), now);
                        waits?.Invoke(subject, now);
                    }

                    held = Hindrance(found) is null ? null : held ?? deadline.Time.GetTimestamp();
                    if (held is { } since && deadline.Time.GetElapsedTime(since) >= Patience)
                        throw await HinderedAsync(subject, Hindrance(found)!, cancel);
                    if ((string?)found["metadata"]?["resourceVersion"] is { } read && read != version)
                        (version, changed) = (read, deadline.Time.GetTimestamp());
                    else if (deadline.Time.GetElapsedTime(changed) >= stallTimeout && FinalizersOfOthers(found) is { Count: > 0 } finalizers)
                        throw Held(subject, finalizers);
                    return false;
                },
                deadline.Time,
                cancel);
        }
        finally
        {
            waiting?.Dispose();
        }
    }

    /// <summary>The webhook that refuses what the cluster has to do before a namespace can go, or null.</summary>
    internal static WebhookFailure? Hindrance(JsonObject found) => Conditions(found)
        .Where(condition => (string?)condition["type"] == ContentFailure)
        .Select(condition => WebhookFailure.Find((string?)condition["message"] ?? ""))
        .FirstOrDefault();

    private async Task<MeshException> HinderedAsync(ObjectRef subject, WebhookFailure failure, CancellationToken cancel)
    {
        var refusal = await new WebhookRefusals(cluster).OfAsync(failure, cancel);
        return new(refusal.Code, $"It is being deleted and cannot be emptied: {refusal.Message}", $"{refusal.Hint} It goes on its own then.", subject);
    }

    /// <summary>The finalizers that hold an object, if none of them is the cluster's own, which takes its time.</summary>
    internal static IReadOnlyList<string> FinalizersOfOthers(JsonObject found)
    {
        var all = (found["metadata"]?["finalizers"] as JsonArray ?? []).Select(finalizer => (string?)finalizer).OfType<string>().ToList();
        return all.Any(IsOfCluster) ? [] : all;
    }

    // Kubernetes: those of garbage collection have no domain, all others one of its own.
    private static bool IsOfCluster(string finalizer) =>
        !finalizer.Contains('/', StringComparison.Ordinal) && !finalizer.Contains('.', StringComparison.Ordinal)
        || finalizer.Split('/')[0] is var domain && (domain.EndsWith("kubernetes.io", StringComparison.Ordinal) || domain.EndsWith("k8s.io", StringComparison.Ordinal));

    private MeshException Held(ObjectRef subject, IReadOnlyList<string> finalizers) => new(
        ErrorCode.RemovalFailed,
        $"{(finalizers.Count == 1 ? "finalizer" : "the finalizers")} {string.Join(", ", finalizers)} {(finalizers.Count == 1 ? "holds" : "hold")} it, and nothing has changed for {Duration.Format(stallTimeout!.Value)}",
        $"If what sets {(finalizers.Count == 1 ? "it" : "them")} is gone: {KubectlCommand.On(cluster.Target, "patch", subject)} --type=merge -p '{{\"metadata\":{{\"finalizers\":null}}}}'",
        subject);

    private static IEnumerable<JsonObject> Conditions(JsonObject found) =>
        (found["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>().Where(condition => (string?)condition["status"] == "True");

    /// <summary>What an object that is being deleted waits for.</summary>
    internal static string Describe(ObjectRef subject, JsonObject found)
    {
        var finalizers = (found["metadata"]?["finalizers"] as JsonArray ?? []).Select(finalizer => (string?)finalizer).ToList();
        var reasons = new List<string>();
        if (finalizers.Count > 0)
            reasons.Add($"which the finalizers {string.Join(", ", finalizers)} hold");
        // A namespace and a definition say what in them is still there.
        reasons.AddRange(Conditions(found)
            .Where(condition => (string?)condition["type"] is "NamespaceContentRemaining" or "NamespaceFinalizersRemaining" or ContentFailure or "Terminating")
            .Select(condition => (string?)condition["message"]).OfType<string>());
        return reasons.Count == 0 ? $"{subject} to be deleted" : $"{subject} to be deleted, {string.Join("; ", reasons)}";
    }
}
