namespace Cake.Istio.Settings;

public sealed partial record MeshSettings
{
    /// <summary>The profile of a release that is rendered by its own istioctl. Default: <c>demo</c>.</summary>
    public string? Profile { get; init; }

    /// <summary>Values for the release's own istioctl, such as <c>meshConfig.accessLogFile=/dev/stdout</c>; a later one wins. Default: none.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];
}
