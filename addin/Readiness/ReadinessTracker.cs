using Cake.Core.Diagnostics;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Readiness;

/// <summary>Waits until objects are ready, by one list and one watch per kind and namespace, and says what holds them up.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="deadline">The run's clock; a wait ends a little before it, so that there is time to say why.</param>
/// <param name="options">When to give up.</param>
/// <param name="log">Where it is said that something could not be watched.</param>
public sealed class ReadinessTracker(ClusterConnection cluster, RunDeadline deadline, ReadinessOptions options, ICakeLog log)
{
    // Waits follow each other, and what was told is not told again.
    private readonly HashSet<(ObjectRef Subject, string Trouble)> _told = [];

    /// <summary>Waits for the objects, by name: one that does not exist is waited for.</summary>
    /// <param name="objects">The objects; see <see cref="ReadinessRules.NeedsWaiting"/>.</param>
    /// <param name="progress">Told of every change and of everything that is stuck; called from one thread at a time.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>How it ended; not ready is a result, not an exception: see <see cref="ReadinessOutcome.ThrowIfNotReady"/>.</returns>
    /// <exception cref="MeshException"><see cref="ErrorCode.KindNotServed"/>, or the server does not permit to list the objects.</exception>
    public Task<ReadinessOutcome> WaitAsync(IReadOnlyCollection<ObjectRef> objects, IProgress<ReadinessEvent>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return WaitAsync(objects, [], progress, cancel);
    }

    /// <summary>Waits for the objects, and tells the troubles of others besides.</summary>
    internal async Task<ReadinessOutcome> WaitAsync(
        IReadOnlyCollection<ObjectRef> objects, IReadOnlyCollection<ObjectRef> besides, IProgress<ReadinessEvent>? progress, CancellationToken cancel)
    {
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        if (objects.Any(one => !discovery.IsServed(one.ApiVersion, one.Kind)))
            discovery = await cluster.DiscoverAsync(refresh: true, cancel);
        await using var run = new ReadinessRun(cluster, deadline, options, log, discovery, _told, progress, cancel);
        foreach (var one in objects)
        {
            var resource = discovery.Find(one.ApiVersion, one.Kind)
                ?? throw new MeshException(ErrorCode.KindNotServed, $"The cluster does not serve {one.ApiVersion} {one.Kind}.", subject: one);
            run.Track(one, resource, isAwaited: true);
        }

        foreach (var one in besides.Except(objects))
        {
            if (discovery.Find(one.ApiVersion, one.Kind) is { } resource)
                run.Track(one, resource, isAwaited: false);
        }

        return await run.WaitAsync();
    }
}
