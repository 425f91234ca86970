namespace Cake.Istio.Manifests;

/// <summary>What an API upgrade came to.</summary>
/// <param name="Objects">All objects, rewritten or not, in their order.</param>
/// <param name="Rewrites">What was rewritten.</param>
/// <param name="Unserved">Objects that the cluster does not serve and that no rule helps; those of kinds that a CRD among the objects defines do not count.</param>
public sealed record ApiUpgradeResult(IReadOnlyList<KubeObject> Objects, IReadOnlyList<ApiRewrite> Rewrites, IReadOnlyList<KubeObject> Unserved);
