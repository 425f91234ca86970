namespace Cake.Istio.Cluster;

/// <summary>What the server does about unknown and duplicate fields (KEP-2885).</summary>
public enum FieldValidation
{
    /// <summary>Refuses the object with 400 (422 below Kubernetes 1.27).</summary>
    Strict,

    /// <summary>Drops them and answers with a warning, which is logged.</summary>
    Warn,

    /// <summary>Drops them silently.</summary>
    Ignore,
}
