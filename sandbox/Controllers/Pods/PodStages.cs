using System.Collections.Concurrent;

namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>When each Pod entered its stages; timestamps in a status have whole seconds only. After a restart of the sandbox a stage begins anew.</summary>
internal sealed class PodStages(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, DateTimeOffset>> _entered = new(StringComparer.Ordinal);

    /// <summary>Enters a stage.</summary>
    /// <returns>Whether the Pod was not in it before.</returns>
    public bool Enter(JsonObject pod, string stage) => Of(pod).TryAdd(stage, time.GetUtcNow());

    /// <summary>How long the Pod has been in a stage; it enters it when it was not.</summary>
    public TimeSpan Elapsed(JsonObject pod, string stage)
    {
        var now = time.GetUtcNow();
        return now - Of(pod).GetOrAdd(stage, now);
    }

    /// <summary>Forgets a Pod that is gone.</summary>
    public void Forget(JsonObject pod) => _entered.TryRemove(pod.Uid(), out _);

    private ConcurrentDictionary<string, DateTimeOffset> Of(JsonObject pod) => _entered.GetOrAdd(pod.Uid(), _ => new(StringComparer.Ordinal));
}
