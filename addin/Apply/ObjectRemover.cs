using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>Deletes one object and waits until it is gone.</summary>
internal sealed class ObjectRemover(ClusterConnection cluster, RunDeadline deadline)
{
    /// <summary>Deletes the object if it still is the one that was seen, then waits for it to disappear; what it owns follows in the background.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="subject">The object.</param>
    /// <param name="live">The object as it was seen; another one of the same name is left alone.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task RemoveAsync(ApiResource resource, ObjectRef subject, JsonObject? live, CancellationToken cancel)
    {
        var uid = (string?)live?["metadata"]?["uid"];
        if (live?["metadata"]?["deletionTimestamp"] is null)
            await cluster.DeleteAsync(resource, subject.Namespace, subject.Name, new() { Uid = uid }, cancel);

        using var waiting = deadline.Waiting($"{subject} to be deleted");
        await Polling.UntilAsync(async () => !await IsThereAsync(resource, subject, uid, cancel), deadline.Time, cancel);
    }

    private async Task<bool> IsThereAsync(ApiResource resource, ObjectRef subject, string? uid, CancellationToken cancel) =>
        await cluster.GetAsync(resource, subject.Namespace, subject.Name, cancel) is { } found
        && (uid is null || (string?)found["metadata"]?["uid"] == uid);
}
