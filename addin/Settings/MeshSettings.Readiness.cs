using Cake.Istio.Readiness;

namespace Cake.Istio.Settings;

public sealed partial record MeshSettings
{
    /// <summary>A wait ends when nothing in the mesh has progressed for this long. Default: 2 minutes.</summary>
    public TimeSpan StallTimeout { get; init; } = ReadinessOptions.DefaultStallTimeout;
}
