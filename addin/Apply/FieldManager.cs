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

    private static readonly string[] OtherInstallers = ["helm", "istio-operator"];

    /// <summary>Whether <c>kubectl apply</c> wrote the fields, as the procedure by hand does; its fields migrate on their own.</summary>
    public static bool IsHandProcedure(string manager) => HandProcedure.Contains(manager, StringComparer.Ordinal);

    /// <summary>Whether <c>kubectl edit</c> or <c>kubectl patch</c> wrote the fields, as the last step of the procedure by hand does with the ingress gateway's type.</summary>
    public static bool IsHandEdit(string manager) => HandEdits.Contains(manager, StringComparer.Ordinal);

    /// <summary>Whether a manager is another installer of meshes by its name alone; <see cref="ManagedFieldsEntry.IsOtherInstaller"/> knows more of them.</summary>
    public static bool IsOtherInstaller(string manager) => OtherInstallers.Contains(manager, StringComparer.Ordinal);
}
