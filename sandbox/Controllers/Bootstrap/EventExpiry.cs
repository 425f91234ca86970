namespace Cake.Istio.Sandbox.Controllers.Bootstrap;

/// <summary>Deletes Events an hour after they were last written, whatever times they tell, as kube-apiserver's <c>--event-ttl</c> does.</summary>
internal sealed class EventExpiry(IClusterState state, EventRecorder recorder, WriteExecutor writes, TimeProvider time) : IController
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromHours(1);

    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = new("kube-apiserver", "kube-apiserver", new Admission.UserInfo("system:apiserver", ["system:masters", "system:authenticated"]));

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.Events];

    public IEnumerable<ObjectKey> KeysFor(StateChange change)
    {
        var key = new ObjectKey(change.Namespace, change.Name);
        if (change.Type == StateChangeType.Deleted)
            recorder.Forget(key);
        else
            yield return key;
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.Events, key.Namespace, key.Name) is not { } happened)
            return null;
        var written = happened.Objects("metadata", "managedFields").Select(entry => entry.Time("time")).Append(happened.Created()).Max();
        var left = written!.Value + TimeToLive - time.GetUtcNow();
        if (left > TimeSpan.Zero)
            return left;
        await writes.ApplyAsync([new Write.Delete(Resources.Events, happened)], cancellationToken);
        return null;
    }
}
