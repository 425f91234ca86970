namespace Cake.Istio.Cluster;

/// <summary>What a delete does to the objects that the deleted one owns.</summary>
public enum DeletePropagation
{
    /// <summary>The object goes at once, what it owns follows.</summary>
    Background,

    /// <summary>What it owns goes first.</summary>
    Foreground,
}
