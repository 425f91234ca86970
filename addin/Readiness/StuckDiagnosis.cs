using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Readiness;

/// <summary>Makes the report on an object that is not ready, with what its container wrote.</summary>
internal sealed class StuckDiagnosis(ClusterConnection cluster, TimeProvider time)
{
    private const int EventCount = 5;
    private const int LogLines = 20;
    private static readonly TimeSpan LogTime = TimeSpan.FromSeconds(3);

    /// <summary>The report.</summary>
    /// <param name="tracked">The object.</param>
    /// <param name="workload">What belongs to it; null for a kind without pods or an object that does not exist.</param>
    /// <param name="trouble">The trouble to report; null where none is known.</param>
    /// <param name="cancel">Ends the requests.</param>
    public async Task<StuckReport> ReportAsync(TrackedObject tracked, Workload? workload, Trouble? trouble, CancellationToken cancel)
    {
        var subject = tracked.Ref;
        var pod = trouble?.Pod ?? workload?.Pods.Select(one => one.Name()).FirstOrDefault();
        var failed = tracked.Result.Status == ReadinessStatus.Failed;
        IReadOnlyList<ObjectEvent> events = [.. await EventsAsync(subject.Namespace, pod, workload?.Events ?? [], cancel)];
        var report = new StuckReport(
            subject,
            tracked.Result.Message,
            trouble?.Reason,
            trouble?.Message,
            trouble is null && failed ? "the cluster has given up on it" : LikelyCause.Of(trouble, events),
            LikelyCause.Command(trouble, cluster.Target, subject),
            CanHeal: !failed && trouble?.CanHeal != false)
        {
            Pod = pod,
            Container = trouble?.Container,
            Image = trouble?.Image,
            Events = [.. events.TakeLast(EventCount).Select(one => one.ToString())],
        };
        var container = trouble?.Container ?? ContainerWithLog(workload, pod);
        if (pod is null || container is null || subject.Namespace is null || trouble?.Reason is PodTroubles.ErrImagePull or PodTroubles.ImagePullBackOff or PodTroubles.InvalidImageName)
            return report;
        var log = await LogAsync(subject.Namespace, pod, container, previous: false, cancel);
        var previous = await LogAsync(subject.Namespace, pod, container, previous: true, cancel);
        // Of a container that waits to be started again, both are the log of the last start.
        return report with { Container = container, Log = log, PreviousLog = previous.SequenceEqual(log, StringComparer.Ordinal) ? [] : previous };
    }

    // The watches of pods and of events are not in step: a pod's trouble may be known before the event that explains it.
    private async Task<IEnumerable<ObjectEvent>> EventsAsync(string? ns, string? pod, IReadOnlyList<ObjectEvent> seen, CancellationToken cancel)
    {
        if (ns is null || pod is null || seen.Any(one => one.Kind == "Pod" && string.Equals(one.Name, pod, StringComparison.Ordinal)))
            return seen;
        return [.. seen, .. await ObjectEvents.ListAsync(cluster, ns, "Pod", pod, cancel)];
    }

    // Of a pod without a known trouble, the container that is not ready is the one to hear.
    private static string? ContainerWithLog(Workload? workload, string? pod) => workload?.Pods
        .FirstOrDefault(one => string.Equals(one.Name(), pod, StringComparison.Ordinal))?
        .Objects("status", "containerStatuses")
        .FirstOrDefault(container => !container.Flag("ready"))?
        .Text("name");

    private async Task<IReadOnlyList<string>> LogAsync(string ns, string pod, string container, bool previous, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(LogTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var text = await cluster.LogAsync(ns, pod, container, previous, LogLines, either.Token);
            return text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception failure) when (failure is ApiException or MeshException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // A container that never ran has no log, and not everybody may read one: the report is worth it without.
            return [];
        }
    }
}
