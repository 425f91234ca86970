using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Controllers.Pods;
using Cake.Istio.Sandbox.Controllers.Runtime;
using Cake.Istio.Sandbox.Storage;

namespace Cake.Istio.Sandbox.Controllers.Jobs;

/// <summary>Runs Pods until enough of them succeeded or too many failed.</summary>
internal sealed class JobController(IClusterState state, WriteExecutor writes, TimeProvider time) : IController
{
    private readonly PodControl _pods = new(writes);

    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("job-controller");

    /// <inheritdoc/>
    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.Jobs, Resources.Pods];

    /// <inheritdoc/>
    public IEnumerable<ObjectKey> KeysFor(StateChange change) => Owned.KeysFor(change, Resources.Jobs, "Job");

    /// <inheritdoc/>
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

        var failure = await _pods.CreateAsync(job, Enumerable.Range(0, plan.Missing).Select(_ => Instantiate(job)), cancellationToken);
        await _pods.DeleteAsync(job, plan.Surplus, cancellationToken);
        var status = JobStatus.Compute(job, plan, now);
        await writes.ApplyAsync([.. StatusWrite.To(Resources.Jobs, job, status), .. Announce(job, status)], cancellationToken);
        if (failure is not null)
            throw new RetryException(failure.Message);
        return Soonest(plan.Deadline, plan.TimeToLive, plan is { Ended: false, Outcome: null } && plan.BackOff > TimeSpan.Zero ? plan.BackOff : null);
    }

    private static JsonObject Instantiate(JsonObject job) => PodTemplate.Instantiate(job, job.At("spec", "template"));

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
