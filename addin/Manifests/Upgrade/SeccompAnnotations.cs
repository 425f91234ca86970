using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>Seccomp profiles from annotations, which have had no effect since Kubernetes 1.27, to fields (KEP-135).</summary>
internal static class SeccompAnnotations
{
    private const string Pod = "seccomp.security.alpha.kubernetes.io/pod";
    private const string ContainerPrefix = "container.seccomp.security.alpha.kubernetes.io/";

    /// <summary>Moves them.</summary>
    internal static void Rewrite(JsonObject annotations, JsonObject spec, ICollection<string> notes)
    {
        if (annotations.Text(Pod) is { } ofPod)
            Move(annotations, Pod, ofPod, spec, notes);
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
        {
            var annotation = ContainerPrefix + container.Text("name");
            if (annotations.Text(annotation) is { } ofContainer)
                Move(annotations, annotation, ofContainer, container, notes);
        }
    }

    private static void Move(JsonObject annotations, string annotation, string value, JsonObject owner, ICollection<string> notes)
    {
        var profile = Profile(value);
        if (profile is null)
            return;
        annotations.Remove(annotation);
        owner.Ensure("securityContext").Default("seccompProfile", profile);
        notes.Add($"The field seccompProfile instead of the annotation {annotation}.");
    }

    private static JsonObject? Profile(string value) => value switch
    {
        "runtime/default" or "docker/default" => new() { ["type"] = "RuntimeDefault" },
        "unconfined" => new() { ["type"] = "Unconfined" },
        _ when value.StartsWith("localhost/", StringComparison.Ordinal) => new() { ["type"] = "Localhost", ["localhostProfile"] = value["localhost/".Length..] },
        _ => null,
    };
}
