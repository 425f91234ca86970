using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Removal;

/// <summary>What an uninstall would remove.</summary>
/// <param name="Deletions">The objects, in the order in which they go: webhooks first.</param>
/// <param name="KeptDefinitions">Custom resource definitions that stay because <c>--purge</c> was not given.</param>
/// <param name="LostResources">Custom resources that die with their definitions and are not part of the install: the user's own configuration.</param>
/// <param name="MadeNamespace">Whether this installer made the mesh namespace, so that it may go if nothing else is in it.</param>
public sealed record RemovalPlan(
    IReadOnlyList<PlannedChange> Deletions, IReadOnlyList<ObjectRef> KeptDefinitions, IReadOnlyList<ObjectRef> LostResources, bool MadeNamespace);
