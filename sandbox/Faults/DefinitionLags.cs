using System.Collections.Concurrent;

namespace Cake.Istio.Sandbox.Faults;

/// <summary>
/// Keeps the resources of a definition hidden for a while after it is established: on a cluster with several API servers the other ones hear of it later.
/// </summary>
internal sealed class DefinitionLags
{
    private readonly FaultSet _faults;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _established = new(StringComparer.Ordinal);

    /// <summary>Begins to follow definitions, for as long as the state lives.</summary>
    public DefinitionLags(IClusterState state, FaultSet faults, TimeProvider time)
    {
        (_faults, _time) = (faults, time);
        state.Subscribe(Follow);
    }

    /// <summary>Whether the resources of a definition are still to answer 404.</summary>
    /// <param name="name">The definition, such as <c>gateways.networking.istio.io</c>.</param>
    public bool Hides(string name) =>
        _faults.LagFor(name) is var lag && lag > TimeSpan.Zero && _established.TryGetValue(name, out var since) && _time.GetUtcNow() < since + lag;

    private void Follow(StateChange change)
    {
        if (change.Resource != Resources.CustomResourceDefinitions)
            return;
        if (change.Type == StateChangeType.Deleted)
            _established.TryRemove(change.Name, out _);
        else if (Condition.IsTrue(change.Read(), "Established"))
            _established.TryAdd(change.Name, _time.GetUtcNow());
    }
}
