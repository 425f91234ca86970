namespace Cake.Istio.Sandbox.Tests.Validation;

/// <summary>Held against the status validation of pkg/apis.</summary>
public sealed class StatusRulesTests
{
    private const string JobSpec = """{"completions":5,"parallelism":2,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}""";
    private const string Ended = """{"startTime":"2026-01-01T00:00:00Z","completionTime":"2026-01-01T00:01:00Z","succeeded":5,"conditions":[{"type":"SuccessCriteriaMet","status":"True"},{"type":"Complete","status":"True"}]}""";

    public static TheoryData<string, string, string, string, string[]> Refused => new()
    {
        { "apps/v1", "Deployment", """{"replicas":-5}""", "{}", ["status.replicas: Invalid value: -5: must be greater than or equal to 0"] },
        { "apps/v1", "Deployment", """{"replicas":1,"updatedReplicas":2,"readyReplicas":1,"availableReplicas":2}""", "{}",
            ["status.updatedReplicas: Invalid value: 2: cannot be greater than status.replicas", "status.availableReplicas: Invalid value: 2: cannot be greater than status.replicas",
                "status.availableReplicas: Invalid value: 2: cannot be greater than readyReplicas"] },
        { "apps/v1", "Deployment", "{}", """{"collisionCount":1}""", ["status.collisionCount: Invalid value: 0: cannot be decremented"] },
        { "apps/v1", "ReplicaSet", """{"replicas":1,"fullyLabeledReplicas":2}""", "{}", ["status.fullyLabeledReplicas: Invalid value: 2: cannot be greater than status.replicas"] },
        { "v1", "ReplicationController", """{"readyReplicas":2}""", "{}", ["status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas"] },
        { "apps/v1", "StatefulSet", """{"replicas":2,"readyReplicas":1,"availableReplicas":2,"collisionCount":1}""", """{"collisionCount":2}""",
            ["status.availableReplicas: Invalid value: 2: cannot be greater than status.readyReplicas", "status.collisionCount: Invalid value: 1: cannot be decremented"] },
        { "apps/v1", "DaemonSet", """{"numberReady":-1,"desiredNumberScheduled":-2}""", "{}",
            ["status.desiredNumberScheduled: Invalid value: -2: must be greater than or equal to 0", "status.numberReady: Invalid value: -1: must be greater than or equal to 0"] },
        { "autoscaling/v2", "HorizontalPodAutoscaler", """{"desiredReplicas":-1}""", "{}", ["status.desiredReplicas: Invalid value: -1: must be greater than or equal to 0"] },
        { "policy/v1", "PodDisruptionBudget", """{"currentHealthy":-1,"conditions":[{"type":"A","status":"X","reason":""},{"type":"A","status":"True","reason":"1","lastTransitionTime":"2026-01-01T00:00:00Z"}]}""", "{}",
            ["status.conditions[0].status: Unsupported value: \"X\": supported values: \"False\", \"True\", \"Unknown\"", "status.conditions[0].lastTransitionTime: Required value",
                "status.conditions[0].reason: Required value", "status.conditions[1].type: Duplicate value: \"A\"",
                "status.conditions[1].reason: Invalid value: \"1\": a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', "
                    + "and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', "
                    + "regex used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')",
                "status.currentHealthy: Invalid value: -1: must be greater than or equal to 0"] },
        { "networking.k8s.io/v1", "Ingress", """{"loadBalancer":{"ingress":[{"ip":"01.2.3.4"},{"ip":"01.2.3.5"},{"hostname":"1.2.3.4"}]}}""", """{"loadBalancer":{"ingress":[{"ip":"01.2.3.4"}]}}""",
            ["status.loadBalancer.ingress[1].ip: Invalid value: \"01.2.3.5\": must not have leading 0s",
                "status.loadBalancer.ingress[2].hostname: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address"] },
        { "v1", "Service", """{"loadBalancer":{"ingress":[{"ip":"1.2.3.4"}]}}""", "{}", ["status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'"] },
        { "batch/v1", "Job", """{"active":-1,"failed":1}""", """{"failed":2}""",
            ["status.active: Invalid value: -1: must be greater than or equal to 0", "status.failed: Invalid value: 1: cannot decrease the failed counter"] },
        { "batch/v1", "Job", """{"active":1,"ready":2,"uncountedTerminatedPods":{"succeeded":["a",""],"failed":["a"]}}""", "{}",
            ["status.uncountedTerminatedPods.succeeded[1]: Invalid value: \"\": must not be empty", "status.uncountedTerminatedPods.failed[0]: Duplicate value: \"a\"",
                "status.ready: Invalid value: 2: cannot set more ready pods than active"] },
        { "batch/v1", "Job", """{"completedIndexes":"0"}""", "{}", ["status.completedIndexes: Invalid value: \"0\": cannot set non-empty completedIndexes when non-indexed completion mode"] },
        { "batch/v1", "Job", """{"active":1,"conditions":[{"type":"Complete","status":"True"}]}""", "{}",
            ["status.completionTime: Required value: completionTime is required for Complete jobs",
                "status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition",
                "status.active: Invalid value: 1: active>0 is invalid for finished job", "status.startTime: Required value: startTime is required for finished job"] },
        { "batch/v1", "Job", """{"completionTime":"2026-01-01T00:00:00Z","startTime":"2026-01-01T00:00:01Z","conditions":[{"type":"Failed","status":"True"},{"type":"SuccessCriteriaMet","status":"True"}]}""", "{}",
            ["status.completionTime: Invalid value: \"2026-01-01T00:00:00Z\": cannot set completionTime when there is no Complete=True condition",
                "status.completionTime: Invalid value: \"2026-01-01T00:00:00Z\": must be equal to or after `startTime`",
                "status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition",
                "status.conditions: Invalid value: cannot set SuccessCriteriaMet=True and Failed=true conditions"] },
        { "batch/v1", "Job", """{"succeeded":5,"startTime":"2026-01-01T00:00:00Z"}""", Ended,
            ["status.conditions: Invalid value: cannot disable the terminal Complete=True condition", "status.conditions: Invalid value: cannot disable the SuccessCriteriaMet=True condition"] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_status_that_cannot_be_is_refused(string apiVersion, string kind, string status, string old, string[] expected) =>
        Assert.Equal(expected, Checked.Status(apiVersion, kind, "{}", old, status));

    [Theory]
    [InlineData("{}", Ended)]
    [InlineData(Ended, Ended)]
    [InlineData("""{"active":1,"conditions":[{"type":"Complete","status":"True"}]}""", """{"active":1,"conditions":[{"type":"Complete","status":"True"}],"succeeded":1}""")]
    public void A_job_may_end_and_what_was_wrong_before_holds_nothing_up(string old, string status) => Assert.Empty(Checked.Status("batch/v1", "Job", JobSpec, old, status));

    [Theory]
    [InlineData("0-2,4", null)]
    [InlineData("2,1", "error parsing completedIndexes: non-increasing order, previous: 2, current: 1")]
    [InlineData("2-2", "error parsing completedIndexes: non-increasing order, previous: 2, current: 2")]
    [InlineData("0-5", "error parsing completedIndexes: too large index: \"5\"")]
    [InlineData("x", "error parsing completedIndexes: cannot convert string to integer for index: \"x\"")]
    [InlineData("0-1-2", "error parsing completedIndexes: the fragment \"0-1-2\" violates the requirement that an index interval can have at most two parts separated by '-'")]
    public void The_numbers_of_an_indexed_job_are_in_order(string indexes, string? expected)
    {
        var findings = Checked.Status("batch/v1", "Job", JobSpec.Replace("{\"completions\"", "{\"completionMode\":\"Indexed\",\"completions\"", StringComparison.Ordinal), "{}", $$"""{"completedIndexes":"{{indexes}}"}""");
        Assert.Equal(expected is null ? [] : [$"status.completedIndexes: Invalid value: \"{indexes}\": {expected}"], findings);
    }

    [Fact]
    public void A_number_is_not_done_and_failed_at_once() => Assert.Equal(
        ["status.failedIndexes: Invalid value: \"3-4\": failedIndexes and completedIndexes overlap at index: 3"],
        Checked.Status("batch/v1", "Job", """{"completionMode":"Indexed","completions":5,"parallelism":5,"backoffLimitPerIndex":1}""", "{}", """{"completedIndexes":"0-3","failedIndexes":"3-4"}"""));

    [Fact]
    public void Many_numbers_that_are_done_and_failed_are_compared_in_no_time()
    {
        var (even, odd) = (string.Join(',', Enumerable.Range(0, 100_000).Select(number => number * 2)), string.Join(',', Enumerable.Range(0, 100_000).Select(number => (number * 2) + 1)));
        const string Spec = """{"completionMode":"Indexed","completions":1000000,"parallelism":5,"backoffLimitPerIndex":1}""";

        Assert.Empty(Checked.Status("batch/v1", "Job", Spec, "{}", $$"""{"completedIndexes":"{{even}}","failedIndexes":"{{odd}}"}"""));
        Assert.EndsWith("overlap at index: 400000", Checked.Status("batch/v1", "Job", Spec, "{}", $$"""{"completedIndexes":"{{even}},400000","failedIndexes":"{{odd}},399999-400001"}""").Single(), StringComparison.Ordinal);
    }
}
