using Cake.Istio.Manifests;

namespace Cake.Istio.Readiness;

/// <summary>An object and its readiness when the wait ended.</summary>
/// <param name="Subject">The object.</param>
/// <param name="Result">Its readiness.</param>
public sealed record ObjectReadiness(ObjectRef Subject, ReadinessResult Result);
