namespace Cake.Istio.Settings;

/// <summary>What applies the objects of a release.</summary>
public enum ApplyEngine
{
    /// <summary>This installer, by server-side apply (KEP-555).</summary>
    Api,

    /// <summary>The program <c>kubectl</c>.</summary>
    Kubectl,
}
