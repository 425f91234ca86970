namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>What waits to be sent to a watcher.</summary>
/// <param name="Change">A change; null for a bookmark.</param>
/// <param name="Version">The version up to which the watcher has seen everything then.</param>
internal sealed record WatchItem(StateChange? Change, long Version);
