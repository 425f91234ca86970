namespace Cake.Istio.Apply;

/// <summary>The names under which fields are owned on the server (KEP-555).</summary>
internal static class FieldManager
{
    /// <summary>This installer.</summary>
    public const string Installer = "cake-istio";

    /// <summary>The step that makes the ingress gateway reachable; it holds the gateway Service's type.</summary>
    public const string Gateway = "cake-istio-gateway";

    /// <summary>The cluster's own controllers.</summary>
    public const string ControllerManager = "kube-controller-manager";

    private static readonly string[] HandProcedure = ["kubectl", "kubectl-client-side-apply"];

    private static readonly string[] HandEdits = ["kubectl-edit", "kubectl-patch"];

    // The binaries that patch their own webhook at run time, and platforms that narrow every webhook (AKS).
    private static readonly string[] WebhookManagers =
        ["admissionsenforcer", "galley", "istio-sidecar-injector", "istiod", "pilot-discovery", "sidecar-injector"];

    private static readonly string[] Controllers = [Gateway, ControllerManager, "kube-apiserver", "citadel", "istio-citadel"];

    /// <summary>Whether <c>kubectl apply</c> wrote the fields, as the procedure by hand does; its fields migrate on their own.</summary>
    public static bool IsHandProcedure(string manager) => HandProcedure.Contains(manager, StringComparer.Ordinal);

    /// <summary>Whether <c>kubectl edit</c> or <c>kubectl patch</c> wrote the fields, as the last step of the procedure by hand does with the ingress gateway's type.</summary>
    public static bool IsHandEdit(string manager) => HandEdits.Contains(manager, StringComparer.Ordinal);

    /// <summary>Whether a person, or a script, wrote the fields with kubectl, by whichever of its commands.</summary>
    public static bool IsKubectl(string manager) => manager == "kubectl" || manager.StartsWith("kubectl-", StringComparison.Ordinal);

    /// <summary>Whether a manager decides at run time whether and where a webhook may refuse.</summary>
    public static bool IsWebhookManager(string manager) => WebhookManagers.Contains(manager, StringComparer.Ordinal);

    /// <summary>Whether a manager writes for what is installed, and so installs nothing itself, whichever labels it copies.</summary>
    public static bool IsController(string manager) => IsWebhookManager(manager) || Controllers.Contains(manager, StringComparer.Ordinal);
}
