using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>Deletes one object and waits until it is gone.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="deadline">Learns what is waited for.</param>
/// <param name="waits">Learns it too, whenever it changes; null for nobody.</param>
internal sealed class ObjectRemover(ClusterConnection cluster, RunDeadline deadline, Action<ObjectRef, string>? waits = null)
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
    /// <exception cref="MeshException"><see cref="ErrorCode.WebhookUnanswered"/>: a namespace cannot be emptied.</exception>
    public async Task RemoveAsync(ApiResource resource, ObjectRef subject, JsonObject? live, DeletePropagation propagation, CancellationToken cancel)
    {
        var uid = (string?)live?["metadata"]?["uid"];
        if (live?["metadata"]?["deletionTimestamp"] is null)
            await cluster.DeleteAsync(resource, subject.Namespace, subject.Name, new() { Uid = uid, Propagation = propagation }, cancel);

        var (waiting, reason) = ((IDisposable?)null, "");
        var held = (long?)null;
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
