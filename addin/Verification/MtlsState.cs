namespace Cake.Istio.Verification;

/// <summary>What a mesh's servers take.</summary>
internal enum MtlsState
{
    /// <summary>Plain text only.</summary>
    Disabled,

    /// <summary>Mutual TLS and plain text.</summary>
    Permissive,

    /// <summary>Mutual TLS only.</summary>
    Strict,
}
