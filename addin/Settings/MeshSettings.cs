namespace Cake.Istio.Settings;

/// <summary>Everything a user can decide about an install; the same names as the command line's options.</summary>
/// <remarks>Immutable; make a variant with <c>with</c>.</remarks>
public sealed partial record MeshSettings
{
    /// <summary>The release to install, such as <c>1.30.3</c>. Default: none; required unless <see cref="Archive"/> is given.</summary>
    public string? IstioVersion { get; init; }

    /// <summary>Whether <see cref="IstioVersion"/> is only a default that an archive's own stamp may override. Default: false.</summary>
    public bool IstioVersionIsDefault { get; init; }

    /// <summary>A local archive or unpacked release folder, used instead of a download. Default: none.</summary>
    public string? Archive { get; init; }

    /// <summary>Base of a mirror; <c>{version}</c> and <c>{file}</c> may appear. Default: Istio's releases on GitHub.</summary>
    public string? DownloadUrl { get; init; }

    /// <summary>The archive's SHA-256 in hexadecimal, or <c>none</c> to go without. Default: the published <c>.sha256</c>.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Folder of archives and extracted releases. Default: <c>cake-istio</c> in the user's cache folder.</summary>
    public string? Cache { get; init; }

    /// <summary>Mutual TLS mode of the mesh. Default: permissive.</summary>
    public MtlsMode Mode { get; init; } = MtlsMode.Permissive;

    /// <summary>The kubeconfig file. Default: as kubectl (<c>KUBECONFIG</c>, then <c>~/.kube/config</c>, then in-cluster).</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The kubeconfig context. Default: the current one, if it is the only one.</summary>
    public string? Context { get; init; }

    /// <summary>A pattern that the API server's URL must match (<c>*</c> and <c>?</c> as wildcards, else a part of it). Default: none.</summary>
    public string? ExpectServer { get; init; }

    /// <summary>The namespace of the mesh. Default: <c>istio-system</c>.</summary>
    public string Namespace { get; init; } = DefaultNamespace;

    /// <summary>Whether removed API versions are rewritten to served ones. Default: false, which refuses them.</summary>
    public bool UpgradeApis { get; init; }

    /// <summary>How the ingress gateway is made reachable. Default: auto.</summary>
    public GatewayPolicy Gateway { get; init; } = GatewayPolicy.Auto;

    /// <summary>Deadline of the whole run; every wait takes from it. Default: 10 minutes.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Whether to wait until what was applied is ready. Default: true.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>Requests in flight at once. Default: 16.</summary>
    public int Parallelism { get; init; } = DefaultParallelism;

    /// <summary>Whether conflicting fields of other managers are taken over. Default: false.</summary>
    public bool ForceConflicts { get; init; }

    /// <summary>Folder for evidence files. Default: <c>artifacts/mesh</c>.</summary>
    public string Report { get; init; } = DefaultReport;

    /// <summary>Whether the cluster is a rehearsal's, such as the sandbox; reports say so. Default: false.</summary>
    public bool Rehearsal { get; init; }

    /// <summary>The default of <see cref="Namespace"/>.</summary>
    public const string DefaultNamespace = "istio-system";

    /// <summary>The default of <see cref="Parallelism"/>.</summary>
    public const int DefaultParallelism = 16;

    /// <summary>The default of <see cref="Report"/>.</summary>
    public const string DefaultReport = "artifacts/mesh";

    /// <summary>The default of <see cref="Timeout"/>.</summary>
    public static TimeSpan DefaultTimeout => TimeSpan.FromMinutes(10);
}
