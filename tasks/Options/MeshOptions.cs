using Cake.Istio.Settings;

namespace Cake.Istio.Frosting.Options;

/// <summary>The options that the tasks understand.</summary>
public static class MeshOptions
{
    /// <summary>Names the source of the cluster; see <see cref="Clusters.IClusterSource"/>.</summary>
    public const string Cluster = "cluster";

    /// <summary>Whether pending changes end the run with an exit code of their own; see <see cref="PendingChanges"/>.</summary>
    public const string PlanExitCode = "plan-exit-code";

    /// <summary>The base of a mirror.</summary>
    internal const string DownloadUrl = "download-url";

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private static readonly string[] Installing = ["Preflight", "InstallCrds", "InstallMesh", "PatchGateway", "Verify", "Plan"];

    private static readonly string[] Rendering = [.. Installing, "Images", "Uninstall"];

    private static readonly string[] Releasing = ["Download", .. Rendering];

    private static readonly string[] Applying = [.. Installing, "Rollback"];

    private static readonly string[] Writing = ["InstallCrds", "InstallMesh", "Rollback", "Uninstall"];

    private static readonly string[] Planning = ["Plan", "InstallCrds", "InstallMesh", "Rollback"];

    /// <summary>The options, in the order of the help.</summary>
    public static IReadOnlyList<MeshOption> All { get; } =
    [
        new("istio-version", "none", "release to install, such as 1.30.3", (settings, value) =>
            settings with { IstioVersion = value.ToText(), IstioVersionIsDefault = !value.IsGiven }) { Targets = Releasing },
        new("archive", "none", "local archive or unpacked release folder, instead of a download", (settings, value) => settings with { Archive = value.ToText() }) { Targets = Releasing },
        new(DownloadUrl, "GitHub", "base of a mirror; {version} and {file} may appear", (settings, value) => settings with { DownloadUrl = value.ToText() }) { Targets = Releasing },
        new("sha256", "published", "the archive's SHA-256, or none to go without", (settings, value) => settings with { Sha256 = value.ToText() }) { Targets = Releasing },
        new("cache", "user cache", "folder of archives and extracted releases", (settings, value) => settings with { Cache = value.ToText() }),
        new("mode", "permissive", "mutual TLS: permissive or strict", (settings, value) => settings with { Mode = value.ToChoice<MtlsMode>() }) { Targets = Rendering },
        new("profile", "demo", "profile of a release that its own istioctl renders (1.6 on)", (settings, value) => settings with { Profile = value.ToText() }) { Targets = Rendering },
        new("set", "none", "value for the release's own istioctl, such as a.b=c; may be given more than once", (settings, value) => settings with { Set = value.ToTexts() }) { Repeats = true, Targets = Rendering },
        new("hub", "the release's", "image registry, and a path in it, for every image", (settings, value) => settings with { Hub = value.ToText() }) { Targets = Rendering },
        new("pull-secret", "none", "secret to pull images with; may be given more than once", (settings, value) => settings with { PullSecrets = value.ToTexts() }) { Repeats = true, Targets = Rendering },
        new("offline", "false", "open no connection except to the cluster", (settings, value) => settings with { Offline = value.ToFlag() }),
        MeshOption.Outside(Cluster, "current", "current (the kubeconfig's), or another source of clusters that the host has", value => value.ToText()),
        new("kubeconfig", "as kubectl", "kubeconfig file", (settings, value) => settings with { Kubeconfig = value.ToText() }),
        new("context", "the only one", "kubeconfig context", (settings, value) => settings with { Context = value.ToText() }),
        new("expect-server", "none", "refuse unless the API server's URL matches this pattern", (settings, value) => settings with { ExpectServer = value.ToText() }),
        new("namespace", MeshSettings.DefaultNamespace, "namespace of the mesh", (settings, value) => settings with { Namespace = value.ToText() }) { Targets = [.. Rendering, "Rollback", "Status"] },
        new("engine", "api", "what applies: api (server-side apply) or kubectl", (settings, value) => settings with { Engine = value.ToChoice<ApplyEngine>() }),
        new("upgrade-apis", "false", "rewrite removed API versions to served ones", (settings, value) => settings with { UpgradeApis = value.ToFlag() }) { Targets = Applying },
        new("gateway", "auto", "ingress gateway: auto, keep, nodeport, clusterip or fail", (settings, value) => settings with { Gateway = value.ToChoice<GatewayPolicy>() }) { Targets = Applying },
        new("timeout", "10m", "deadline of the whole run", (settings, value) => settings with { Timeout = value.ToDuration(Day) }),
        new("stall-timeout", "2m", "time without progress that ends a wait", (settings, value) => settings with { StallTimeout = value.ToDuration(Day) }),
        new("wait", "true", "wait until what was applied is ready", (settings, value) => settings with { Wait = value.ToFlag() }) { Targets = Applying },
        new("lock-timeout", "5m, 0 in CI", "how long to wait for another install", (settings, value) => settings with { LockTimeout = value.ToDuration() }) { Targets = Writing },
        new("break-lock", "none", "take the lock from another install; the value is the reason, which is recorded", (settings, value) => settings with { BreakLock = value.ToText() }) { Targets = Writing },
        new("parallelism", $"{MeshSettings.DefaultParallelism}", "requests in flight at once", (settings, value) => settings with { Parallelism = value.ToNumber(1, 256) }),
        new("force-conflicts", "false", "take over fields that other managers own", (settings, value) => settings with { ForceConflicts = value.ToFlag() }) { Targets = Applying },
        new("adopt", "false", "take over a mesh that another tool installed, such as helm or Argo CD", (settings, value) => settings with { Adopt = value.ToFlag() }) { Targets = [.. Planning, "Uninstall"] },
        new("plan", "any", "carry out only the plan with this digest, which Plan shows", (settings, value) => settings with { Plan = value.ToText() }) { Targets = ["InstallCrds", "InstallMesh", "Rollback"] },
        MeshOption.Outside(PlanExitCode, "false", "exit code 2 when Plan finds changes or Status finds drift", value => value.ToFlag()) with { Targets = ["Plan", "Status"] },
        new("prune", "true", "delete what the last install recorded and this one no longer has", (settings, value) => settings with { Prune = value.ToFlag() }) { Targets = Planning },
        new("prune-crds", "false", "prune CRDs too, and with them their custom resources", (settings, value) => settings with { PruneCrds = value.ToFlag() }) { Targets = Planning },
        new("prune-limit", "50", "how much of what is recorded may be pruned at once, in percent", (settings, value) => settings with { PruneLimit = value.ToNumber(0, 100) }) { Targets = Planning },
        new("to-revision", "the one before", "revision that Rollback installs, or Plan shows", (settings, value) => settings with { ToRevision = value.ToNumber(1, int.MaxValue) }) { Targets = ["Rollback", "Plan"] },
        new("purge", "false", "uninstall the CRDs too, and with them every custom resource", (settings, value) => settings with { Purge = value.ToFlag() }) { Targets = ["Uninstall"] },
        new("report", MeshSettings.DefaultReport, "folder for evidence files", (settings, value) => settings with { Report = value.ToText() }),
    ];
}
