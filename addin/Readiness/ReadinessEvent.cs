using Cake.Istio.Manifests;

namespace Cake.Istio.Readiness;

/// <summary>What a wait tells while it goes on.</summary>
/// <param name="Subject">The object concerned.</param>
public abstract record ReadinessEvent(ObjectRef Subject);

/// <summary>An object's readiness changed, or was seen for the first time.</summary>
/// <param name="Subject">The object.</param>
/// <param name="Before">What it was; null at first.</param>
/// <param name="After">What it is.</param>
public sealed record ReadinessChanged(ObjectRef Subject, ReadinessResult? Before, ReadinessResult After) : ReadinessEvent(Subject);

/// <summary>Something holds an object up. Told once per object, container and reason; the wait goes on unless it cannot heal.</summary>
/// <param name="Report">What is known about it.</param>
public sealed record ObjectStuck(StuckReport Report) : ReadinessEvent(Report.Subject);
