using Cake.Istio.Manifests;
using Cake.Istio.Readiness;

namespace Cake.Istio.Apply;

/// <summary>
/// Holds webhook configurations back until what answers them runs: one that refuses what it cannot ask (failurePolicy Fail) would stop every
/// pod of the namespaces it watches, and with that what should answer it.
/// </summary>
/// <param name="wait">Waits for workloads, and says what holds them up.</param>
/// <param name="backends">Finds out whether a Service is answered.</param>
/// <param name="progress">Is told what is waited for.</param>
internal sealed class WebhookGate(ReadinessWait wait, WebhookBackends backends, IProgress<ApplyEvent>? progress)
{
    /// <summary>Waits for the workloads, then for the Services, behind the webhooks that newly refuse. Finishes the configurations that must stay away.</summary>
    /// <param name="changes">The configurations that are about to be written.</param>
    /// <param name="run">What became of the plan so far.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task WaitAsync(IEnumerable<PlannedChange> changes, ApplyRun run, CancellationToken cancel)
    {
        var applied = run.SoFar.Changes.ToDictionary(change => ObjectKey.Of(change.Subject));
        // What lacks something that it needs is skipped for that reason.
        var refusing = changes
            .Where(change => WebhookBackends.Services(change.Body, change.Live).Count > 0
                && !change.Needs.Any(need => applied.GetValueOrDefault(need) is { Action: ChangeAction.Failed or ChangeAction.Skipped }))
            .ToList();
        var unready = await UnreadyAsync(refusing, applied, cancel);
        await Task.WhenAll(refusing.Select(async change =>
        {
            if (Workloads(change, applied).FirstOrDefault(unready.ContainsKey) is { } workload)
                run.Finish(change, ChangeAction.Skipped, $"it needs {workload}, which is not ready: {unready[workload]}");
            else if (await backends.UnansweredAsync(change, cancel) is { } service)
                run.Finish(change, ChangeAction.Failed, $"it would refuse what it cannot ask, and {service} has no ready endpoint");
        }));
    }

    private static IEnumerable<ObjectRef> Workloads(PlannedChange change, Dictionary<ObjectKey, Change> applied) =>
        change.Needs.Where(need => Workload.IsWorkload(need.Kind)).Select(need => applied.GetValueOrDefault(need)?.Subject).OfType<ObjectRef>();

    private async Task<Dictionary<ObjectRef, string>> UnreadyAsync(
        IEnumerable<PlannedChange> refusing, Dictionary<ObjectKey, Change> applied, CancellationToken cancel)
    {
        var workloads = refusing.SelectMany(change => Workloads(change, applied)).Distinct().ToList();
        if (workloads.Count == 0)
            return [];
        progress?.Report(new ApplyEvent.Waiting(Stage.Webhooks, $"{string.Join(", ", workloads)}, because webhooks refuse what nobody answers"));
        var others = applied.Values.Select(change => change.Subject).Where(subject => Workload.IsWorkload(subject.Kind)).ToList();
        var outcome = await wait(workloads, others, cancel);
        return outcome.Objects.Where(one => one.Result.Status != ReadinessStatus.Current).ToDictionary(one => one.Subject, one => one.Result.Message);
    }
}
