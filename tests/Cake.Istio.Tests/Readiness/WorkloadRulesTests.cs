using Cake.Istio.Readiness;

namespace Cake.Istio.Tests.Readiness;

public sealed class WorkloadRulesTests
{
    private const string Rolled = "conditions: [{type: Progressing, status: 'True', reason: NewReplicaSetAvailable}, {type: Available, status: 'True'}]";

    [Theory]
    [InlineData("{replicas: 3}", "{}", ReadinessStatus.InProgress, "0 of 3 replicas exist")]
    [InlineData("{}", "{}", ReadinessStatus.InProgress, "0 of 1 replicas exist")]
    [InlineData("{replicas: 2}", "{replicas: 2, updatedReplicas: 1}", ReadinessStatus.InProgress, "1 of 2 replicas are updated")]
    [InlineData("{replicas: 1}", "{replicas: 2, updatedReplicas: 1}", ReadinessStatus.InProgress, "1 old replicas are still ending")]
    [InlineData("{replicas: 1}", "{replicas: 1, updatedReplicas: 1}", ReadinessStatus.InProgress, "0 of 1 replicas are available")]
    [InlineData("{replicas: 1}", "{replicas: 1, updatedReplicas: 1, availableReplicas: 1}", ReadinessStatus.InProgress, "0 of 1 replicas are ready")]
    [InlineData("{progressDeadlineSeconds: 600}", "{replicas: 1, updatedReplicas: 1, availableReplicas: 1, readyReplicas: 1}", ReadinessStatus.InProgress, "the rollout is not complete")]
    [InlineData("{progressDeadlineSeconds: 600}", $"{{replicas: 1, updatedReplicas: 1, availableReplicas: 1, readyReplicas: 1, {Rolled}}}", ReadinessStatus.Current, "1 of 1 replicas are ready")]
    [InlineData("{}", "{replicas: 1, updatedReplicas: 1, availableReplicas: 1, readyReplicas: 1}", ReadinessStatus.InProgress, "too few replicas are available")]
    [InlineData("{progressDeadlineSeconds: 2147483647}", "{replicas: 1, updatedReplicas: 1, availableReplicas: 1, readyReplicas: 1, conditions: [{type: Available, status: 'True'}]}", ReadinessStatus.Current, "1 of 1 replicas are ready")]
    [InlineData("{replicas: 0, progressDeadlineSeconds: 600}", $"{{{Rolled}}}", ReadinessStatus.Current, "0 of 0 replicas are ready")]
    [InlineData("{paused: true}", "{}", ReadinessStatus.InProgress, "0 of 1 replicas exist; the rollout is paused")]
    [InlineData("{}", "{conditions: [{type: ReplicaFailure, status: 'True', reason: FailedCreate, message: exceeded quota}]}", ReadinessStatus.InProgress, "0 of 1 replicas exist: exceeded quota")]
    [InlineData("{}", "{conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, message: timed out}]}", ReadinessStatus.Failed, "the rollout exceeded its progress deadline: timed out")]
    public void A_deployment(string spec, string status, ReadinessStatus expected, string message) => Holds("apps/v1 Deployment", spec, status, expected, message);

    [Theory]
    [InlineData("{replicas: 1}", "{conditions: [{type: ReplicaFailure, status: 'True', message: forbidden}]}", ReadinessStatus.InProgress, "forbidden")]
    [InlineData("{replicas: 2}", "{fullyLabeledReplicas: 1}", ReadinessStatus.InProgress, "1 of 2 replicas carry the labels")]
    [InlineData("{replicas: 1}", "{fullyLabeledReplicas: 1}", ReadinessStatus.InProgress, "0 of 1 replicas are available")]
    [InlineData("{replicas: 1}", "{fullyLabeledReplicas: 1, availableReplicas: 1}", ReadinessStatus.InProgress, "0 of 1 replicas are ready")]
    [InlineData("{replicas: 1}", "{replicas: 2, fullyLabeledReplicas: 1, availableReplicas: 1, readyReplicas: 1}", ReadinessStatus.InProgress, "1 replicas too many are still ending")]
    [InlineData("{replicas: 1}", "{replicas: 1, fullyLabeledReplicas: 1, availableReplicas: 1, readyReplicas: 1}", ReadinessStatus.Current, "1 of 1 replicas are ready")]
    public void A_replica_set(string spec, string status, ReadinessStatus expected, string message) => Holds("apps/v1 ReplicaSet", spec, status, expected, message);

    [Theory]
    [InlineData("{updateStrategy: {type: OnDelete}}", "{}", ReadinessStatus.Current, "pods are replaced when they are deleted")]
    [InlineData("{replicas: 2}", "{replicas: 1}", ReadinessStatus.InProgress, "1 of 2 replicas exist")]
    [InlineData("{replicas: 2}", "{replicas: 2, readyReplicas: 1}", ReadinessStatus.InProgress, "1 of 2 replicas are ready")]
    [InlineData("{}", "{replicas: 2, readyReplicas: 1}", ReadinessStatus.InProgress, "1 replicas too many are still ending")]
    [InlineData("{replicas: 3, updateStrategy: {rollingUpdate: {partition: 2}}}", "{replicas: 3, readyReplicas: 3, updatedReplicas: 1}", ReadinessStatus.Current, "1 of 3 replicas are updated, as the partition asks")]
    [InlineData("{replicas: 3, updateStrategy: {rollingUpdate: {partition: 1}}}", "{replicas: 3, readyReplicas: 3, updatedReplicas: 1}", ReadinessStatus.InProgress, "1 of 2 replicas are updated")]
    [InlineData("{replicas: 1}", "{replicas: 1, readyReplicas: 1}", ReadinessStatus.InProgress, "0 of 1 replicas are of the current revision")]
    [InlineData("{replicas: 1}", "{replicas: 1, readyReplicas: 1, currentReplicas: 1, currentRevision: a, updateRevision: b}", ReadinessStatus.InProgress, "a new revision is being rolled out")]
    [InlineData("{replicas: 1}", "{replicas: 1, readyReplicas: 1, currentReplicas: 1, currentRevision: a, updateRevision: a}", ReadinessStatus.Current, "1 of 1 replicas are ready")]
    public void A_stateful_set(string spec, string status, ReadinessStatus expected, string message) => Holds("apps/v1 StatefulSet", spec, status, expected, message);

    [Theory]
    [InlineData("{}", ReadinessStatus.InProgress, "its controller has not seen it yet")]
    [InlineData("{observedGeneration: 1}", ReadinessStatus.InProgress, "its controller has not seen it yet")]
    [InlineData("{observedGeneration: 1, desiredNumberScheduled: 2, currentNumberScheduled: 1}", ReadinessStatus.InProgress, "1 of 2 nodes have a pod")]
    [InlineData("{observedGeneration: 1, desiredNumberScheduled: 1, currentNumberScheduled: 1}", ReadinessStatus.InProgress, "0 of 1 nodes have an updated pod")]
    [InlineData("{observedGeneration: 1, desiredNumberScheduled: 1, currentNumberScheduled: 1, updatedNumberScheduled: 1}", ReadinessStatus.InProgress, "0 of 1 nodes have an available pod")]
    [InlineData("{observedGeneration: 1, desiredNumberScheduled: 1, currentNumberScheduled: 1, updatedNumberScheduled: 1, numberAvailable: 1}", ReadinessStatus.InProgress, "0 of 1 nodes have a ready pod")]
    [InlineData("{observedGeneration: 1, desiredNumberScheduled: 1, currentNumberScheduled: 1, updatedNumberScheduled: 1, numberAvailable: 1, numberReady: 1}", ReadinessStatus.Current, "1 of 1 nodes have a ready pod")]
    [InlineData("{observedGeneration: 1, desiredNumberScheduled: 0}", ReadinessStatus.Current, "0 of 0 nodes have a ready pod")]
    public void A_daemon_set(string status, ReadinessStatus expected, string message) =>
        Holds("apps/v1 DaemonSet", "{}", status, expected, message, "name: x, generation: 1");

    [Theory]
    [InlineData("{}", "{}", ReadinessStatus.InProgress, "has not started yet")]
    [InlineData("{completions: 2}", "{startTime: t, active: 1, succeeded: 1, failed: 3}", ReadinessStatus.InProgress, "is running, 1 of 2 pods succeeded, 3 failed")]
    [InlineData("{}", "{succeeded: 1, conditions: [{type: Complete, status: 'True'}]}", ReadinessStatus.Current, "completed, 1 of 1 pods succeeded")]
    [InlineData("{}", "{conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded, message: too often}]}", ReadinessStatus.Failed, "failed: too often")]
    [InlineData("{suspend: true}", "{conditions: [{type: Suspended, status: 'True'}]}", ReadinessStatus.Current, "is suspended")]
    public void A_job(string spec, string status, ReadinessStatus expected, string message) => Holds("batch/v1 Job", spec, status, expected, message);

    [Theory]
    [InlineData("{}", ReadinessStatus.InProgress, "has no phase yet")]
    [InlineData("{phase: Pending}", ReadinessStatus.InProgress, "is starting")]
    [InlineData("{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 0/1 nodes}]}", ReadinessStatus.InProgress, "is not scheduled: 0/1 nodes")]
    [InlineData("{phase: Pending, containerStatuses: [{name: a, state: {waiting: {reason: ErrImagePull}}}]}", ReadinessStatus.InProgress, "container a waits: ErrImagePull")]
    [InlineData("{phase: Running, containerStatuses: [{name: a, state: {waiting: {reason: CrashLoopBackOff}}}]}", ReadinessStatus.InProgress, "container a waits: CrashLoopBackOff")]
    [InlineData("{phase: Running, containerStatuses: [{name: a, ready: true}, {name: b}]}", ReadinessStatus.InProgress, "1 of 2 containers are ready")]
    [InlineData("{phase: Running, conditions: [{type: Ready, status: 'True'}]}", ReadinessStatus.Current, "is running and ready")]
    [InlineData("{phase: Succeeded}", ReadinessStatus.Current, "completed")]
    [InlineData("{phase: Failed, reason: Evicted}", ReadinessStatus.Failed, "Evicted")]
    [InlineData("{phase: Odd}", ReadinessStatus.Unknown, "is in the unknown phase Odd")]
    public void A_pod(string status, ReadinessStatus expected, string message) => Holds("v1 Pod", "{}", status, expected, message);

    private static void Holds(string kind, string spec, string status, ReadinessStatus expected, string message, string metadata = "name: x") =>
        Assert.Equal(new ReadinessResult(expected, message), ReadinessRules.Evaluate(Live.Of(kind, spec, status, metadata)));
}
