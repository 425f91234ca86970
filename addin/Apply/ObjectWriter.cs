using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Apply;

/// <summary>Writes one object as its plan says.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="deadline">The run's clock.</param>
/// <param name="own">The Services of the install: a webhook that they answer comes back with it, and is waited for.</param>
/// <param name="progress">Is told what is written again.</param>
internal sealed class ObjectWriter(ClusterConnection cluster, RunDeadline deadline, OwnServices own, IProgress<ApplyEvent>? progress)
{
    private const int Tries = 5;

    /// <summary>Writes the object.</summary>
    /// <returns>What came of it, and the object's UID.</returns>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<(ChangeAction Action, string? Uid)> WriteAsync(PlannedChange change, CancellationToken cancel)
    {
        var resource = change.Resource ?? (await cluster.DiscoverAsync(refresh: false, cancel)).Find(change.Subject.ApiVersion, change.Subject.Kind)
            ?? throw new MeshException(ErrorCode.KindNotServed, $"{change.Subject.ApiVersion} {change.Subject.Kind} is not served", subject: change.Subject);
        if (change.Mode == WriteMode.Recreate)
            await new ObjectRemover(cluster, deadline).RemoveAsync(resource, change.Subject, change.Live, DeletePropagation.Background, cancel);
        if (change.Mode == WriteMode.Migrate)
            await MigrateAsync(resource, change, cancel);
        var applied = await ApplyAsync(resource, change, cancel);
        return (ActionOf(change, applied), (string?)applied.Json["metadata"]?["uid"]);
    }

    private static ChangeAction ActionOf(PlannedChange change, AppliedObject applied)
    {
        if (applied.Created && change.Mode != WriteMode.Recreate)
            return ChangeAction.Created;
        var isSame = change.Mode == WriteMode.Apply
            && (string?)change.Live?["metadata"]?["resourceVersion"] == (string?)applied.Json["metadata"]?["resourceVersion"];
        return isSame ? ChangeAction.Unchanged : ChangeAction.Configured;
    }

    private Task<AppliedObject> ApplyAsync(ApiResource resource, PlannedChange change, CancellationToken cancel)
    {
        var options = new ApplyOptions
        {
            FieldManager = FieldManager.Installer,
            Force = change.Force,
            KindIsNew = change.Needs.Any(need => need.Kind == "CustomResourceDefinition"),
        };
        return RetryStaleAsync(change, () => ApplyAsync(resource, change, options, cancel), cancel);
    }

    private async Task<AppliedObject> ApplyAsync(ApiResource resource, PlannedChange change, ApplyOptions options, CancellationToken cancel) =>
        await cluster.KubectlAsync(cancel) is { } kubectl
            ? new(await kubectl.ApplyAsync(change.Body, options, cancel), Created: change.Live is null)
            : await cluster.ApplyAsync(resource, change.Body, options, cancel);

    private async Task MigrateAsync(ApiResource resource, PlannedChange change, CancellationToken cancel)
    {
        var live = change.Live;
        await RetryStaleAsync(
            change,
            async () =>
            {
                var current = live ?? await cluster.GetAsync(resource, change.Subject.Namespace, change.Subject.Name, cancel);
                live = null;
                // Adopting was decided by the plan; at this point every installer's entry that it saw may be taken.
                if (current is not null && OwnershipMigration.Patch(change.Body, current, change.Adopt) is { } patch)
                    await cluster.PatchAsync(resource, change.Subject.Namespace, change.Subject.Name, PatchType.Json, patch, FieldManager.Installer, null, cancel);
                return true;
            },
            cancel);
    }

    // A refusal because the object has just changed, or because what answers a webhook is itself being installed, says nothing against the next try.
    private async Task<T> RetryStaleAsync<T>(PlannedChange change, Func<Task<T>> write, CancellationToken cancel)
    {
        var start = deadline.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (ApiException refusal) when (own.Answer(refusal.Status) && deadline.Time.GetElapsedTime(start) < RetryRules.Passing)
            {
                using var waiting = deadline.Waiting($"the mesh's own webhook, which has to be asked about {change.Subject}: {refusal.Status.Message}");
                progress?.Report(new ApplyEvent.Retrying(change.Subject, $"the mesh's own webhook does not answer yet: {refusal.Status.Message}"));
                await Task.Delay(TimeSpan.FromSeconds(1), deadline.Time, cancel);
            }
            catch (ApiException refusal) when (attempt < Tries && IsStale(refusal.Status))
            {
                progress?.Report(new ApplyEvent.Retrying(change.Subject, $"it changed meanwhile: {refusal.Status.Message}"));
                await Task.Delay(TimeSpan.FromMilliseconds(50 * attempt), deadline.Time, cancel);
            }
        }
    }

    private static bool IsStale(ApiStatus status) =>
        (status.Code == 409 && !FieldConflict.IsIn(status)) || (status.Code == 422 && status.Message.Contains("testing value", StringComparison.Ordinal));
}
