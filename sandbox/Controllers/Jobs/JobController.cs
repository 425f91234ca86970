namespace Cake.Istio.Sandbox.Controllers.Jobs;

/// <summary>Runs Pods until enough of them succeeded or too many failed.</summary>
internal sealed class JobController(IClusterState state, WriteExecutor writes, TimeProvider time) : IController
{
    private readonly PodControl _pods = new(writes);

    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("job-controller");

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.Jobs, Resources.Pods];

    public IEnumerable<ObjectKey> KeysFor(StateChange change) => Owned.KeysFor(change, Resources.Jobs, "Job");

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.Jobs, key.Namespace, key.Name) is not { } job)
            return null;
        var pods = Owned.By(job, state.List(Resources.Pods, key.Namespace));
        var now = time.GetUtcNow();
        var plan = new JobPlan(job, pods, now);
        if (plan.TimeToLive <= TimeSpan.Zero && !job.IsDeleting())
        {
            await writes.ApplyAsync([new Write.Delete(Resources.Jobs, job, new DeleteOptions { Propagation = "Foreground" })], cancellationToken);
            return null;
        }

        var failure = await _pods.CreateAsync(job, plan.NextIndexes.Select(index => Instantiate(job, index)), cancellationToken);
        await _pods.DeleteAsync(job, plan.Surplus, cancellationToken);
        var status = JobStatus.Compute(job, plan, now);
        await writes.ApplyAsync([.. StatusWrite.To(Resources.Jobs, job, status), .. Announce(job, status)], cancellationToken);
        if (failure is not null)
            throw new RetryException(failure.Message);
        return Soonest(plan.Deadline, plan.TimeToLive, plan is { Ended: false, Outcome: null } && plan.BackOff > TimeSpan.Zero ? plan.BackOff : null);
    }

    private static JsonObject Instantiate(JsonObject job, int? index)
    {
        var pod = PodTemplate.Instantiate(job, job.At("spec", "template"));
        if (index?.ToString(CultureInfo.InvariantCulture) is not { } number)
            return pod;
        var metadata = pod.Child("metadata");
        metadata["generateName"] = $"{job.Name()}-{number}-";
        metadata.Child("labels")[JobPlan.CompletionIndex] = number;
        metadata.Child("annotations")[JobPlan.CompletionIndex] = number;
        pod.Child("spec")["hostname"] = $"{job.Name()}-{number}";
        foreach (var container in pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")))
        {
            if (container["env"] is not JsonArray environment)
                container["env"] = environment = [];
            environment.Add(new JsonObject
            {
                ["name"] = "JOB_COMPLETION_INDEX",
                ["valueFrom"] = new JsonObject { ["fieldRef"] = new JsonObject { ["fieldPath"] = $"metadata.labels['{JobPlan.CompletionIndex}']" } },
            });
        }
        return pod;
    }

    private static IEnumerable<Write> Announce(JsonObject job, JsonObject status)
    {
        if (Became(job, status, "Complete") is not null)
            yield return new Write.Emit(job, "Completed", "Job completed");
        if (Became(job, status, "Failed") is { } failed)
            yield return new Write.Emit(job, failed.Text("reason")!, failed.Text("message")!) { IsWarning = true };
        if (Became(job, status, "Suspended") is not null)
            yield return new Write.Emit(job, "Suspended", "Job suspended");
    }

    private static JsonObject? Became(JsonObject job, JsonObject status, string type) =>
        !Condition.IsTrue(job, type) && Condition.Find(status, type) is { } condition && condition.Text("status") == "True" ? condition : null;

    private static TimeSpan? Soonest(params TimeSpan?[] delays) => delays.Where(delay => delay > TimeSpan.Zero).Min();
}
