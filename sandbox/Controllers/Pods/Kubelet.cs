namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>
/// Stands in for the agents of all nodes: nothing runs, but a Pod bound to a node becomes Running and Ready after a while, Succeeded when it is not
/// restarted, or stuck when it is told to fail; a deleted one ends.
/// </summary>
internal sealed class Kubelet(IClusterState state, WriteExecutor writes, IPodFailures failures, PodTimes times, TimeProvider time) : IController
{
    private readonly PodAddresses _addresses = new(state);

    private readonly PodStages _stages = new(time);

    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.Kubelet;

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.Pods, Resources.Nodes];

    public IEnumerable<ObjectKey> KeysFor(StateChange change)
    {
        if (change.Resource == Resources.Nodes)
            return state.List(Resources.Pods).Where(pod => pod.NodeName() == change.Name).Select(pod => new ObjectKey(pod.Namespace(), pod.Name()));
        var pod = change.Read();
        if (change.Type == StateChangeType.Deleted)
            _stages.Forget(pod);
        return change.Type == StateChangeType.Deleted || pod.NodeName() is null ? [] : [new ObjectKey(change.Namespace, change.Name)];
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.Pods, key.Namespace, key.Name) is not { } pod || pod.NodeName() is not { } node)
            return null;
        // Asked before the plan: a failure that ends in between would leave the pod failed with nobody to look again.
        var failureEndsIn = failures.EndsIn(pod);
        var plan = pod.IsDeleting() ? Stop(pod) : pod.HasEnded() ? Reconciliation.Nothing : Advance(pod, node);
        await writes.ApplyAsync(plan.Writes, cancellationToken);
        return new[] { plan.Again, failureEndsIn }.Min();
    }

    private Reconciliation Advance(JsonObject pod, string node)
    {
        // On a node that is not ready there is no kubelet.
        if (state.Get(Resources.Nodes, null, node) is not { } found || !Condition.IsTrue(found, "Ready"))
            return Reconciliation.Nothing;
        var now = time.GetUtcNow();
        if (pod.At("status", "startTime") is null)
            return new Reconciliation([.. Status(pod, PodStatus.Creating(pod, _addresses.Host(node), now))]);
        var elapsed = _stages.Elapsed(pod, "start");
        if (elapsed < times.Start)
            return new Reconciliation([], times.Start - elapsed);
        return failures.For(pod) switch
        {
            null or PodFailure.Unschedulable => Run(pod, node, exitCode: 0, now),
            PodFailure.NotReady => NotReady(pod, node, now),
            PodFailure.ContainerCreating => FailMount(pod, node, now),
            PodFailure.Error when pod.Text("spec", "restartPolicy") == "Never" => Run(pod, node, exitCode: 1, now),
            { } failure => Stick(pod, node, failure, elapsed - times.Start, now),
        };
    }

    private Reconciliation Run(JsonObject pod, string node, int exitCode, DateTimeOffset now)
    {
        if (pod.Phase() != "Running" || !pod.IsReady())
            return new Reconciliation([.. Status(pod, PodStatus.Running(pod, _addresses.Host(node), _addresses.Assign(pod, node), ready: true, now)), .. PodEvents.Started(pod)]);
        if (pod.Text("spec", "restartPolicy") is "Always" or null)
            return Reconciliation.Nothing;
        var elapsed = _stages.Elapsed(pod, "run");
        return elapsed < times.Run ? new Reconciliation([], times.Run - elapsed) : new Reconciliation([.. Status(pod, PodStatus.Ended(pod, exitCode, now))]);
    }

    private Reconciliation NotReady(JsonObject pod, string node, DateTimeOffset now)
    {
        if (pod.Phase() == "Running" && !pod.IsReady())
            return Reconciliation.Nothing;
        return new Reconciliation(
        [
            .. Status(pod, PodStatus.Running(pod, _addresses.Host(node), _addresses.Assign(pod, node), ready: false, now)),
            .. PodEvents.Started(pod),
            PodEvents.Unready(pod),
        ]);
    }

    private Reconciliation FailMount(JsonObject pod, string node, DateTimeOffset now)
    {
        var news = _stages.Enter(pod, "mount") ? (Write[])[PodEvents.MountFailed(pod)] : [];
        return new Reconciliation([.. Status(pod, PodStatus.Creating(pod, _addresses.Host(node), now)), .. news]);
    }

    private Reconciliation Stick(JsonObject pod, string node, PodFailure failure, TimeSpan elapsed, DateTimeOffset now)
    {
        var mishap = PodMishap.At(pod, failure, elapsed, times.Start, now);
        var before = pod.Objects("status", "containerStatuses").FirstOrDefault();
        if (before.Text("state", "waiting", "reason") == mishap.Container.Text("state", "waiting", "reason") && before.Number("restartCount") == mishap.Container.Number("restartCount"))
            return new Reconciliation([], mishap.Again);
        return new Reconciliation([.. Status(pod, PodStatus.Stuck(pod, _addresses.Host(node), _addresses.Assign(pod, node), mishap.Container, now)), .. mishap.Events], mishap.Again);
    }

    private Reconciliation Stop(JsonObject pod)
    {
        var began = _stages.Enter(pod, "stop");
        var elapsed = _stages.Elapsed(pod, "stop");
        if (elapsed >= times.Stop || pod.HasEnded())
            return new Reconciliation([new Write.Delete(Resources.Pods, pod, new DeleteOptions { GracePeriodSeconds = 0 })]);
        return new Reconciliation(began && pod.Phase() == "Running" ? [.. PodEvents.Killing(pod)] : [], times.Stop - elapsed);
    }

    private static IEnumerable<Write> Status(JsonObject pod, JsonObject status) => StatusWrite.To(Resources.Pods, pod, status);
}
