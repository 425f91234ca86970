using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>Deletes one object and waits until it is gone.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="deadline">Learns what is waited for.</param>
/// <param name="waits">Learns it too, whenever it changes; null for nobody.</param>
internal sealed class ObjectRemover(ClusterConnection cluster, RunDeadline deadline, Action<ObjectRef, string>? waits = null)
{
    /// <summary>Deletes the object if it still is the one that was seen, then waits for it to disappear.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="subject">The object.</param>
    /// <param name="live">The object as it was seen; another one of the same name is left alone.</param>
    /// <param name="propagation">When what it owns goes.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task RemoveAsync(ApiResource resource, ObjectRef subject, JsonObject? live, DeletePropagation propagation, CancellationToken cancel)
    {
        var uid = (string?)live?["metadata"]?["uid"];
        if (live?["metadata"]?["deletionTimestamp"] is null)
            await cluster.DeleteAsync(resource, subject.Namespace, subject.Name, new() { Uid = uid, Propagation = propagation }, cancel);

        var (waiting, reason) = ((IDisposable?)null, "");
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

    /// <summary>What an object that is being deleted waits for.</summary>
    internal static string Describe(ObjectRef subject, JsonObject found)
    {
        var finalizers = (found["metadata"]?["finalizers"] as JsonArray ?? []).Select(finalizer => (string?)finalizer).ToList();
        var reasons = new List<string>();
        if (finalizers.Count > 0)
            reasons.Add($"which the finalizers {string.Join(", ", finalizers)} hold");
        // A namespace and a definition say what in them is still there.
        reasons.AddRange((found["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(condition => (string?)condition["status"] == "True" && (string?)condition["type"] is "NamespaceContentRemaining" or "NamespaceFinalizersRemaining" or "Terminating")
            .Select(condition => (string?)condition["message"]).OfType<string>());
        return reasons.Count == 0 ? $"{subject} to be deleted" : $"{subject} to be deleted, {string.Join("; ", reasons)}";
    }
}
