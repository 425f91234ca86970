using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Readiness;

/// <summary>Knows when something in the mesh last got further.</summary>
/// <remarks>
/// Progress is a fact that was never seen before. A container that crashes and starts again repeats its facts, so a loop is no progress,
/// while a new pod, a container that is ready for the first time, or another node that is being added is.
/// </remarks>
internal sealed class MeshProgress(TimeProvider time)
{
    private readonly HashSet<string> _facts = new(StringComparer.Ordinal);

    /// <summary>When the last fact was new.</summary>
    public long Last { get; private set; } = time.GetTimestamp();

    /// <summary>A change of what is waited for.</summary>
    public void Take(ObjectRef subject, ReadinessResult result) => Add($"{subject} {result.Status} {result.Message}");

    /// <summary>News of a pod or an event.</summary>
    public void Take(FeedUpdate update)
    {
        var items = update switch
        {
            FeedUpdate.Listed listed => listed.Items,
            FeedUpdate.Changed changed => [changed.Item],
            _ => [],
        };
        foreach (var item in items)
        {
            if (update.Feed.Kind == "Pod")
                TakePod(item);
            else if (update.Feed.Kind == "Event")
                TakeEvent(ObjectEvent.Read(item));
        }
    }

    private void TakePod(JsonObject pod)
    {
        var uid = pod.Text("metadata", "uid");
        Add($"{uid} {pod.Text("status", "phase")}");
        foreach (var condition in pod.Objects("status", "conditions").Where(condition => condition.Text("status") == "True"))
            Add($"{uid} {condition.Text("type")}");
        foreach (var container in pod.Objects("status", "initContainerStatuses").Concat(pod.Objects("status", "containerStatuses")))
        {
            var name = container.Text("name");
            if (container.At("state", "running") is not null)
                Add($"{uid} {name} running");
            if (container.Flag("ready"))
                Add($"{uid} {name} ready");
            if (container.Number("state", "terminated", "exitCode") == 0)
                Add($"{uid} {name} completed");
        }
    }

    private void TakeEvent(ObjectEvent one)
    {
        if (one.Type == "Normal" && one.Reason != "BackOff")
            Add($"{one.Uid} {one.FieldPath} {one.Reason} {(one.Reason == "TriggeredScaleUp" ? one.ResourceVersion : "")}");
    }

    private void Add(string fact)
    {
        if (_facts.Add(fact))
            Last = time.GetTimestamp();
    }
}
