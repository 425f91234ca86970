namespace Cake.Istio.Settings;

public sealed partial record MeshSettings
{
    /// <summary>
    /// What applies the objects of a release. Default: this installer itself; below Kubernetes 1.18, which has no server-side apply, kubectl all the same.
    /// </summary>
    public ApplyEngine Engine { get; init; } = ApplyEngine.Api;
}
