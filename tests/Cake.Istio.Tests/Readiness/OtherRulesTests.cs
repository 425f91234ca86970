using Cake.Istio.Readiness;

namespace Cake.Istio.Tests.Readiness;

public sealed class OtherRulesTests
{
    [Theory]
    [InlineData("v1 ConfigMap", "deletionTimestamp: t", "{}", ReadinessStatus.Terminating, "is being deleted")]
    [InlineData("v1 ConfigMap", "deletionTimestamp: t, finalizers: [a/b, c]", "{}", ReadinessStatus.Terminating, "is being deleted, held by a/b, c")]
    [InlineData("apps/v1 Deployment", "generation: 3", "{observedGeneration: 2}", ReadinessStatus.InProgress, "its controller has seen generation 2 of 3")]
    [InlineData("x.io/v1 Thing", "generation: 3", "{observedGeneration: 3}", ReadinessStatus.Current, "exists")]
    [InlineData("x.io/v1 Thing", "name: x", "{conditions: [{type: Reconciling, status: 'True', reason: Busy}]}", ReadinessStatus.InProgress, "Busy")]
    [InlineData("x.io/v1 Thing", "name: x", "{conditions: [{type: Stalled, status: 'True', message: gave up}]}", ReadinessStatus.Failed, "gave up")]
    [InlineData("x.io/v1 Thing", "name: x", "{conditions: [{type: Ready, status: 'True'}]}", ReadinessStatus.Current, "is ready")]
    [InlineData("x.io/v1 Thing", "name: x", "{conditions: [{type: Ready, status: 'False', message: no backend}]}", ReadinessStatus.InProgress, "no backend")]
    [InlineData("x.io/v1 Thing", "name: x", "{conditions: [{type: Ready, status: Unknown}]}", ReadinessStatus.InProgress, "is not ready")]
    [InlineData("v1 ConfigMap", "name: x", "{}", ReadinessStatus.Current, "exists")]
    public void Any_kind(string kind, string metadata, string status, ReadinessStatus expected, string message) =>
        Assert.Equal(new ReadinessResult(expected, message), ReadinessRules.Evaluate(Live.Of(kind, "{}", status, $"name: x, {metadata.Replace("name: x", "labels: {}", StringComparison.Ordinal)}")));

    [Theory]
    [InlineData("v1 Service", "{type: ClusterIP}", "{}", ReadinessStatus.Current, "is reachable in the cluster")]
    [InlineData("v1 Service", "{type: LoadBalancer}", "{}", ReadinessStatus.InProgress, "has no cluster IP yet")]
    [InlineData("v1 Service", "{type: LoadBalancer, clusterIP: 10.0.0.1}", "{}", ReadinessStatus.Current, "is reachable in the cluster")]
    [InlineData("v1 Namespace", "{}", "{}", ReadinessStatus.InProgress, "is not active yet")]
    [InlineData("v1 Namespace", "{}", "{phase: Active}", ReadinessStatus.Current, "is active")]
    [InlineData("v1 Namespace", "{}", "{phase: Terminating}", ReadinessStatus.Terminating, "is being deleted")]
    [InlineData("v1 PersistentVolumeClaim", "{}", "{phase: Bound}", ReadinessStatus.Current, "is bound")]
    [InlineData("v1 PersistentVolumeClaim", "{}", "{phase: Lost}", ReadinessStatus.InProgress, "is Lost")]
    [InlineData("policy/v1 PodDisruptionBudget", "{}", "{}", ReadinessStatus.Current, "the budget is in force")]
    [InlineData("apiregistration.k8s.io/v1 APIService", "{}", "{}", ReadinessStatus.InProgress, "is not available yet")]
    [InlineData("apiregistration.k8s.io/v1 APIService", "{}", "{conditions: [{type: Available, status: 'False', message: no endpoints}]}", ReadinessStatus.InProgress, "is not available: no endpoints")]
    [InlineData("apiregistration.k8s.io/v1 APIService", "{}", "{conditions: [{type: Available, status: 'True'}]}", ReadinessStatus.Current, "is available")]
    [InlineData("gateway.networking.k8s.io/v1 Gateway", "{}", "{}", ReadinessStatus.InProgress, "is not accepted yet")]
    [InlineData("gateway.networking.k8s.io/v1 Gateway", "{}", "{conditions: [{type: Accepted, status: 'False', reason: Invalid}]}", ReadinessStatus.InProgress, "is not accepted: Invalid")]
    [InlineData("gateway.networking.k8s.io/v1 Gateway", "{}", "{conditions: [{type: Accepted, status: 'True'}, {type: Programmed, status: 'True', observedGeneration: 7}]}", ReadinessStatus.InProgress, "is not programmed yet")]
    [InlineData("gateway.networking.k8s.io/v1 Gateway", "{}", "{conditions: [{type: Accepted, status: 'True'}, {type: Programmed, status: 'True'}]}", ReadinessStatus.Current, "is programmed")]
    public void A_kind_with_a_rule_of_its_own(string kind, string spec, string status, ReadinessStatus expected, string message) =>
        Assert.Equal(new ReadinessResult(expected, message), ReadinessRules.Evaluate(Live.Of(kind, spec, status)));

    [Theory]
    [InlineData("{}", ReadinessStatus.InProgress, "is being established")]
    [InlineData("{conditions: [{type: Established, status: 'False', reason: Installing}]}", ReadinessStatus.InProgress, "is being established")]
    [InlineData("{conditions: [{type: Established, status: 'False', reason: NotAccepted, message: refused}]}", ReadinessStatus.Failed, "is not established: refused")]
    [InlineData("{conditions: [{type: NamesAccepted, status: 'False', message: taken}]}", ReadinessStatus.Failed, "its names are not accepted: taken")]
    [InlineData("{conditions: [{type: NamesAccepted, status: 'True'}, {type: Established, status: 'True'}]}", ReadinessStatus.Current, "is established")]
    public void A_custom_resource_definition(string status, ReadinessStatus expected, string message) =>
        Assert.Equal(new ReadinessResult(expected, message), ReadinessRules.Evaluate(Live.Of("apiextensions.k8s.io/v1 CustomResourceDefinition", "{}", status)));

    [Theory]
    [InlineData("{}", "is in force", false)]
    [InlineData("{conditions: [{type: ScalingActive, status: 'False', reason: ScalingDisabled}]}", "is in force", false)]
    [InlineData("{conditions: [{type: AbleToScale, status: 'True'}, {type: ScalingActive, status: 'False', message: no metrics}]}", "does not scale: no metrics", true)]
    public void An_autoscaler_without_metrics_is_a_warning(string status, string message, bool warning)
    {
        var result = ReadinessRules.Evaluate(Live.Of("autoscaling/v2 HorizontalPodAutoscaler", "{}", status));

        Assert.Equal((ReadinessStatus.Current, message, warning), (result.Status, result.Message, result.IsWarning));
    }

    [Theory]
    [InlineData("apps/v1", "Deployment", true)]
    [InlineData("v1", "Namespace", true)]
    [InlineData("networking.istio.io/v1", "Gateway", true)]
    [InlineData("v1", "ConfigMap", false)]
    [InlineData("rbac.authorization.k8s.io/v1", "ClusterRole", false)]
    public void Only_kinds_that_can_be_unready_need_waiting(string apiVersion, string kind, bool expected) =>
        Assert.Equal(expected, ReadinessRules.NeedsWaiting(apiVersion, kind));

    [Fact]
    public void A_status_of_another_shape_is_not_an_exception() =>
        Assert.Equal(ReadinessStatus.InProgress, ReadinessRules.Evaluate(Live.Of("apps/v1 Deployment", "{replicas: text}", "[]")).Status);
}
