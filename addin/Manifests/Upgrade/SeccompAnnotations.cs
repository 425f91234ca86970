using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>Seccomp profiles from annotations, which have had no effect since Kubernetes 1.27, to fields (KEP-135).</summary>
internal static class SeccompAnnotations
{
    private const string Field = "seccompProfile";
    private const string Pod = "seccomp.security.alpha.kubernetes.io/pod";
    private const string ContainerPrefix = "container.seccomp.security.alpha.kubernetes.io/";

    /// <summary>Moves them.</summary>
    internal static void Rewrite(JsonObject annotations, JsonObject spec, ICollection<string> notes)
    {
        SecurityProfile.Move(annotations, Pod, spec, Field, notes);
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
            SecurityProfile.Move(annotations, ContainerPrefix + container.Text("name"), container, Field, notes);
    }
}
