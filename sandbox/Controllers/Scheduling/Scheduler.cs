using System.Collections.Concurrent;

namespace Cake.Istio.Sandbox.Controllers.Scheduling;

/// <summary>Binds Pods to nodes; those that find none are tried again whenever room may have appeared.</summary>
internal sealed class Scheduler(IClusterState state, WriteExecutor writes, IPodFailures failures, TimeProvider time) : IController, IDisposable
{
    private readonly ConcurrentDictionary<ObjectKey, bool> _unschedulable = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.Pods, Resources.Nodes];

    public IEnumerable<ObjectKey> KeysFor(StateChange change)
    {
        var key = new ObjectKey(change.Namespace, change.Name);
        var changed = change.Read();
        if (change.Resource == Resources.Nodes || change.Type == StateChangeType.Deleted || changed.HasEnded())
        {
            _unschedulable.TryRemove(key, out _);
            foreach (var waiting in _unschedulable.Keys)
                yield return waiting;
        }
        else if (changed.NodeName() is null && !changed.IsDeleting())
        {
            yield return key;
        }
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (state.Get(Resources.Pods, key.Namespace, key.Name) is { } pod && pod.NodeName() is null && !pod.IsDeleting())
            {
                // Asked before the decision: a failure that ends in between would leave the pod pending with nobody to look again.
                var failureEndsIn = failures.EndsIn(pod);
                await writes.ApplyAsync(Decide(key, pod), cancellationToken);
                return failureEndsIn;
            }
            _unschedulable.TryRemove(key, out _);
            return null;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private IEnumerable<Write> Decide(ObjectKey key, JsonObject pod)
    {
        var nodes = state.List(Resources.Nodes);
        var placement = failures.For(pod) == PodFailure.Unschedulable
            ? new Placement(null, Placement.Insufficient(nodes.Count, "cpu"))
            : Placement.Of(pod, nodes, state.List(Resources.Pods));
        if (placement.Node is { } node)
        {
            _unschedulable.TryRemove(key, out _);
            var bound = pod.DeepClone().AsObject();
            bound.Child("spec")["nodeName"] = node;
            return [new Write.Replace(Resources.Pods, bound, "binding"), new Write.Emit(pod, "Scheduled", $"Successfully assigned {key} to {node}")];
        }
        _unschedulable[key] = true;
        var status = pod.StatusCopy();
        return Condition.Set(status, "PodScheduled", "False", "Unschedulable", placement.Message, time.GetUtcNow())
            ? [new Write.Emit(pod, "FailedScheduling", placement.Message) { IsWarning = true }, .. StatusWrite.To(Resources.Pods, pod, status)]
            : [];
    }
}
