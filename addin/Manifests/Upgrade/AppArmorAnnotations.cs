using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>AppArmor profiles from annotations, which are out of date since Kubernetes 1.30, to fields (KEP-24).</summary>
internal static class AppArmorAnnotations
{
    private const string Prefix = "container.apparmor.security.beta.kubernetes.io/";

    /// <summary>Moves them.</summary>
    internal static void Rewrite(JsonObject annotations, JsonObject spec, ICollection<string> notes)
    {
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
            SecurityProfile.Move(annotations, Prefix + container.Text("name"), container, "appArmorProfile", notes);
    }
}
