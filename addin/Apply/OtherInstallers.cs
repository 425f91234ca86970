using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>The tools beside this one that install meshes: the field managers under which they write, and the marks that they leave.</summary>
internal static class OtherInstallers
{
    private const string HelmPrefix = "meta.helm.sh/";

    // One that ends in * stands for all that begin so.
    private static readonly string[] Managers =
    [
        // helm: pkg/kube, ManagedFieldsManager, by default the name of the program; Tiller is the one of Helm 2.
        "helm", "tiller",
        // istio: operator/pkg/install and operator/pkg/helmreconciler, fieldOwnerOperator, of istioctl too; sail-operator has Helm in it.
        "istio-operator", "istioctl", "sail-operator",
        // argo-cd: common.ArgoCDSSAManager; roles and bindings get the name of the program (argo-cd issue 20815).
        "argocd-controller", "argocd-application-controller",
        // flux: the names of the controllers, which own what they apply.
        "kustomize-controller", "helm-controller",
        // carvel kapp: --ssa-field-manager; without server-side apply the name of the program.
        "kapp-server-side-apply", "kapp-server", "kapp", "kapp-controller",
        // terraform-provider-kubernetes: field_manager of kubernetes_manifest; the first word of its user agent; the programs of other providers.
        "Terraform", "HashiCorp", "terraform-provider-*",
        // pulumi-kubernetes: pull request 2271.
        "pulumi-kubernetes", "pulumi-kubernetes-*", "pulumi-resource-kubernetes", "pulumi",
    ];

    /// <summary>Every mark.</summary>
    public static IReadOnlyList<InstallerMark> Marks { get; } =
    [
        // helm: pkg/action/validate.go; it writes this on every object of a release and takes no object without it.
        InstallerMark.Certain("annotations", $"{HelmPrefix}release-name", "Helm release"),
        // argo-cd: docs/user-guide/resource_tracking.md.
        InstallerMark.Certain("annotations", "argocd.argoproj.io/tracking-id", "Argo CD application"),
        InstallerMark.Certain("labels", "argocd.argoproj.io/instance", "Argo CD application"),
        // flux: kustomize-controller and helm-controller, their owner labels.
        InstallerMark.Certain("labels", "kustomize.toolkit.fluxcd.io/name", "Flux Kustomization"),
        InstallerMark.Certain("labels", "helm.toolkit.fluxcd.io/name", "Flux HelmRelease"),
        // carvel kapp: docs, app labels.
        InstallerMark.Certain("labels", "kapp.k14s.io/app", "kapp app"),
        // istio: operator/pkg/helmreconciler; "manifest generate" writes "unknown".
        InstallerMark.Rendered("install.operator.istio.io/owning-resource", "IstioOperator", value => value is not ("" or "unknown")),
        // Kubernetes: recommended labels; the charts of Istio have it with Helm's name from 1.24 on, whoever applies them.
        InstallerMark.Rendered("app.kubernetes.io/managed-by", "managed by", value => value is "Helm" or "Tiller" or "sail-operator" or "Terraform" or "terraform" or "pulumi" or "kapp" or "argocd"),
    ];

    /// <summary>Whether a field manager is one of these tools by its name.</summary>
    public static bool HaveManager(string manager) => Managers.Any(known =>
        known.EndsWith('*') ? manager.StartsWith(known[..^1], StringComparison.Ordinal) : manager == known);

    /// <summary>Whether a field is one of those by which a tool keeps track.</summary>
    public static bool HaveMark(FieldPath path) =>
        path.LastField.StartsWith(HelmPrefix, StringComparison.Ordinal) || Marks.Any(mark => mark.Path.ToString() == path.ToString());

    /// <summary>The marks that an object has.</summary>
    public static IReadOnlyList<InstallerMark> MarksOn(JsonObject item) => [.. Marks.Where(mark => mark.IsOn(item))];
}
