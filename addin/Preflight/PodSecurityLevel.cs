using System.Text.Json.Nodes;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight;

/// <summary>What the Pod Security levels ask of a pod (Kubernetes, Pod Security Standards), as far as meshes come near it.</summary>
internal static class PodSecurityLevel
{
    private static readonly string[] BaselineCapabilities =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ];

    private static readonly string[] RestrictedVolumes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret", "name"];

    /// <summary>Why a pod does not meet a level; nothing for a level that asks for nothing.</summary>
    /// <param name="pod">The pod's <c>spec</c>.</param>
    /// <param name="level"><c>privileged</c>, <c>baseline</c> or <c>restricted</c>; null for none.</param>
    public static IEnumerable<string> Violations(JsonObject pod, string? level) => level switch
    {
        "baseline" => Baseline(pod),
        "restricted" => Baseline(pod).Concat(Restricted(pod)),
        _ => [],
    };

    private static IEnumerable<JsonObject> Containers(JsonObject pod) => pod.Objects("initContainers").Concat(pod.Objects("containers"));

    private static IEnumerable<string> Baseline(JsonObject pod)
    {
        foreach (var host in new[] { "hostNetwork", "hostPID", "hostIPC" }.Where(field => pod.Flag(field)))
            yield return host;
        if (pod.Objects("volumes").Any(volume => volume["hostPath"] is not null))
            yield return "hostPath volumes";
        foreach (var container in Containers(pod))
        {
            if (container.Flag("securityContext", "privileged"))
                yield return "privileged";
            if (container.Objects("ports").Any(port => port.Number("hostPort") > 0))
                yield return "host ports";
            foreach (var capability in Texts(container.At("securityContext"), "add").Except(BaselineCapabilities, StringComparer.Ordinal))
                yield return $"capability {capability}";
        }
    }

    private static IEnumerable<string> Restricted(JsonObject pod)
    {
        if (pod.Objects("volumes").SelectMany(volume => volume.Select(field => field.Key)).FirstOrDefault(type => !RestrictedVolumes.Contains(type, StringComparer.Ordinal) && type != "hostPath") is { } volume)
            yield return $"{volume} volumes";
        foreach (var context in Containers(pod).Select(container => container.At("securityContext")))
        {
            if (context.At("allowPrivilegeEscalation") is null || context.Flag("allowPrivilegeEscalation"))
                yield return "allowPrivilegeEscalation is not false";
            if (!Texts(context, "drop").Contains("ALL", StringComparer.Ordinal))
                yield return "capabilities are not dropped";
            if (!(context.At("runAsNonRoot") ?? pod.At("securityContext", "runAsNonRoot") ?? false).ToJsonString().Equals("true", StringComparison.Ordinal))
                yield return "runAsNonRoot is not true";
            if ((context.Text("seccompProfile", "type") ?? pod.Text("securityContext", "seccompProfile", "type")) is not ("RuntimeDefault" or "Localhost"))
                yield return "seccompProfile is not set";
        }
    }

    private static IEnumerable<string> Texts(JsonNode? context, string capabilities) =>
        (context.At("capabilities", capabilities) as JsonArray ?? []).Select(capability => capability.Text()).OfType<string>();
}
