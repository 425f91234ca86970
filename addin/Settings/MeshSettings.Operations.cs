namespace Cake.Istio.Settings;

public sealed partial record MeshSettings
{
    /// <summary>Whether the mesh of another installer (helm, istioctl) is taken over. Default: false, which refuses it.</summary>
    public bool Adopt { get; init; }
}
