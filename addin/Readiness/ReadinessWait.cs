using Cake.Istio.Manifests;

namespace Cake.Istio.Readiness;

/// <summary>Waits until objects are ready, as <see cref="ReadinessTracker"/> does.</summary>
/// <param name="objects">The objects.</param>
/// <param name="besides">Objects whose troubles are told too, although the wait does not end with them.</param>
/// <param name="cancel">Ends the wait.</param>
internal delegate Task<ReadinessOutcome> ReadinessWait(IReadOnlyCollection<ObjectRef> objects, IReadOnlyCollection<ObjectRef> besides, CancellationToken cancel);
