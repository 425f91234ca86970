using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Removal;

/// <summary>What an uninstall would remove.</summary>
/// <param name="Deletions">The objects, in the order in which they go: webhooks first.</param>
/// <param name="KeptDefinitions">Custom resource definitions that stay because <c>--purge</c> was not given.</param>
/// <param name="UserResources">Custom resources of the mesh's kinds that are not part of the install: the user's own configuration. It dies with the definitions.</param>
/// <param name="MadeNamespace">Whether this installer made the mesh namespace, so that it may go if nothing else is in it.</param>
public sealed record RemovalPlan(
    IReadOnlyList<PlannedChange> Deletions, IReadOnlyList<ObjectRef> KeptDefinitions, IReadOnlyList<ObjectRef> UserResources, bool MadeNamespace)
{
    /// <summary>What has the name of something that the mesh makes and is somebody else's own, or was changed by them, with the reason. It stays.</summary>
    public IReadOnlyList<PlannedChange> Kept { get; init; } = [];
}
