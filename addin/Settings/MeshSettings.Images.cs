namespace Cake.Istio.Settings;

public sealed partial record MeshSettings
{
    /// <summary>The registry, and perhaps a path in it, that every image is pulled from, such as <c>registry.example.com/istio</c>. Default: what the release names.</summary>
    public string? Hub { get; init; }

    /// <summary>Secrets of the mesh's namespace that images are pulled with. Default: none.</summary>
    public IReadOnlyList<string> PullSecrets { get; init; } = [];

    /// <summary>Whether no connection is opened except to the cluster; the release is in the cache or an archive then. Default: false.</summary>
    public bool Offline { get; init; }
}
