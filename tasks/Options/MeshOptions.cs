using Cake.Istio.Settings;

namespace Cake.Istio.Frosting.Options;

/// <summary>The options that the tasks understand.</summary>
public static class MeshOptions
{
    /// <summary>Names the source of the cluster; see <see cref="Clusters.IClusterSource"/>.</summary>
    public const string Cluster = "cluster";

    /// <summary>The options, in the order of the help.</summary>
    public static IReadOnlyList<MeshOption> All { get; } =
    [
        new("istio-version", "none", "release to install, such as 1.30.3", (settings, value) =>
            settings with { IstioVersion = value.ToText(), IstioVersionIsDefault = !value.IsGiven }),
        new("archive", "none", "local archive or unpacked release folder, instead of a download", (settings, value) => settings with { Archive = value.ToText() }),
        new("download-url", "GitHub", "base of a mirror; {version} and {file} may appear", (settings, value) => settings with { DownloadUrl = value.ToText() }),
        new("sha256", "published", "the archive's SHA-256, or none to go without", (settings, value) => settings with { Sha256 = value.ToText() }),
        new("cache", "user cache", "folder of archives and extracted releases", (settings, value) => settings with { Cache = value.ToText() }),
        new("mode", "permissive", "mutual TLS: permissive or strict", (settings, value) => settings with { Mode = value.ToChoice<MtlsMode>() }),
        new("profile", "demo", "profile of a release that its own istioctl renders (1.6 on)", (settings, value) => settings with { Profile = value.ToText() }),
        new("set", "none", "value for the release's own istioctl, such as a.b=c; may be given more than once", (settings, value) => settings with { Set = value.ToTexts() }) { Repeats = true },
        new("hub", "the release's", "image registry, and a path in it, for every image", (settings, value) => settings with { Hub = value.ToText() }),
        new("pull-secret", "none", "secret to pull images with; may be given more than once", (settings, value) => settings with { PullSecrets = value.ToTexts() }) { Repeats = true },
        new("offline", "false", "open no connection except to the cluster", (settings, value) => settings with { Offline = value.ToFlag() }),
        MeshOption.Outside(Cluster, "current", "current (the kubeconfig's), or another source of clusters that the host has", value => value.ToText()),
        new("kubeconfig", "as kubectl", "kubeconfig file", (settings, value) => settings with { Kubeconfig = value.ToText() }),
        new("context", "the only one", "kubeconfig context", (settings, value) => settings with { Context = value.ToText() }),
        new("expect-server", "none", "refuse unless the API server's URL matches this pattern", (settings, value) => settings with { ExpectServer = value.ToText() }),
        new("namespace", MeshSettings.DefaultNamespace, "namespace of the mesh", (settings, value) => settings with { Namespace = value.ToText() }),
        new("upgrade-apis", "false", "rewrite removed API versions to served ones", (settings, value) => settings with { UpgradeApis = value.ToFlag() }),
        new("gateway", "auto", "ingress gateway: auto, keep, nodeport, clusterip or fail", (settings, value) => settings with { Gateway = value.ToChoice<GatewayPolicy>() }),
        new("timeout", "10m", "deadline of the whole run", (settings, value) => settings with { Timeout = value.ToDuration() }),
        new("wait", "true", "wait until what was applied is ready", (settings, value) => settings with { Wait = value.ToFlag() }),
        new("lock-timeout", "5m, 0 in CI", "how long to wait for another install", (settings, value) => settings with { LockTimeout = value.ToDuration() }),
        new("parallelism", $"{MeshSettings.DefaultParallelism}", "requests in flight at once", (settings, value) => settings with { Parallelism = value.ToNumber(1, 256) }),
        new("force-conflicts", "false", "take over fields that other managers own", (settings, value) => settings with { ForceConflicts = value.ToFlag() }),
        new("report", MeshSettings.DefaultReport, "folder for evidence files", (settings, value) => settings with { Report = value.ToText() }),
    ];
}
