namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>How fast the simulated nodes are.</summary>
/// <param name="Start">From a Pod's binding to its containers running and ready.</param>
/// <param name="Run">From then to the end of a Pod that runs to completion.</param>
/// <param name="Stop">From a Pod's deletion to its end.</param>
internal sealed record PodTimes(TimeSpan Start, TimeSpan Run, TimeSpan Stop)
{
    /// <summary>Fast enough that a whole mesh is ready in a second, slow enough that waiting has to be done right.</summary>
    public static PodTimes Default { get; } = new(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(100));
}
