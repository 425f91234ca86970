using Cake.Istio.Apply;
using Cake.Istio.Manifests;
using Cake.Istio.Readiness;
using Cake.Istio.Releases;

namespace Cake.Istio.Reporting.Live;

/// <summary>How far a run is, as of the last event. Not safe for several threads.</summary>
internal sealed class InstallState
{
    private readonly SortedDictionary<Stage, (int Done, int Total)> _stages = [];
    private readonly Dictionary<ObjectRef, string> _unready = [];
    private readonly HashSet<ObjectRef> _stuck = [];

    /// <summary>The stages that have begun or are still to come, in their order.</summary>
    public IReadOnlyCollection<KeyValuePair<Stage, (int Done, int Total)>> Stages => _stages;

    /// <summary>How many objects are done.</summary>
    public int Done => _stages.Values.Sum(stage => stage.Done);

    /// <summary>How many objects there are.</summary>
    public int Total => _stages.Values.Sum(stage => stage.Total);

    /// <summary>The download that is going on, or null.</summary>
    public DownloadProgress? Download { get; private set; }

    /// <summary>What is waited for and why; what is stuck comes first.</summary>
    public IEnumerable<(ObjectRef Subject, string Why, bool IsStuck)> Unready =>
        _unready.Select(one => (one.Key, one.Value, _stuck.Contains(one.Key))).OrderByDescending(one => one.Item3);

    /// <summary>Takes in news of writing.</summary>
    public void Take(ApplyEvent news)
    {
        switch (news)
        {
            case ApplyEvent.Started started:
                foreach (var (stage, total) in started.Objects)
                    _stages[stage] = (0, total);
                break;
            case ApplyEvent.ObjectDone { IsFirst: true, Change.Stage: var stage } when _stages.TryGetValue(stage, out var count):
                _stages[stage] = count with { Done = count.Done + 1 };
                break;
        }
    }

    /// <summary>Takes in news of a wait.</summary>
    public void Take(ReadinessEvent news)
    {
        switch (news)
        {
            case ObjectStuck stuck:
                _stuck.Add(stuck.Subject);
                _unready[stuck.Subject] = stuck.Report.Reason is { } reason ? $"{reason}{(stuck.Report.Pod is { } pod ? $" in pod {pod}" : "")}" : stuck.Report.Condition;
                break;
            case ReadinessChanged { After.Status: ReadinessStatus.Current }:
                _unready.Remove(news.Subject);
                _stuck.Remove(news.Subject);
                break;
            case ReadinessChanged changed:
                _unready[changed.Subject] = changed.After.Message;
                break;
        }
    }

    /// <summary>Takes in news of a download.</summary>
    public void Take(DownloadProgress news) => Download = news.Bytes == news.Total ? null : news;
}
