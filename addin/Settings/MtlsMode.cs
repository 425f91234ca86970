namespace Cake.Istio.Settings;

/// <summary>Mutual TLS between the workloads of the mesh.</summary>
public enum MtlsMode
{
    /// <summary>A workload accepts plain text and mutual TLS.</summary>
    Permissive,

    /// <summary>A workload accepts mutual TLS only.</summary>
    Strict,
}
