using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>Outdated parts of pods, wherever an object has a template of one.</summary>
/// <remarks>Source: the warnings of a 1.36 server, pkg/api/pod/warnings.go and pkg/api/node/util.go.</remarks>
internal static class PodTemplate
{
    private const string CriticalPod = "scheduler.alpha.kubernetes.io/critical-pod";

    /// <summary>The pod or the pod's template in an object of any API version, or null.</summary>
    internal static JsonObject? Of(JsonObject json) => (Group(json), json.Text("kind")) switch
    {
        ("", "Pod") => json,
        ("", "PodTemplate") => json.Object("template"),
        ("", "ReplicationController") or ("apps" or "extensions", "Deployment" or "DaemonSet" or "ReplicaSet" or "StatefulSet") or ("batch" or "extensions", "Job") =>
            json.Object("spec").Object("template"),
        ("batch", "CronJob" or "ScheduledJob") => json.Object("spec").Object("jobTemplate").Object("spec").Object("template"),
        _ => null,
    };

    /// <summary>Rewrites them.</summary>
    /// <param name="template">The template, or a pod.</param>
    /// <param name="isRecent">Whether the server is one of 1.32 or newer, and so has what takes the place of what is out of date since then.</param>
    /// <param name="notes">Told what was rewritten.</param>
    internal static void Rewrite(JsonObject template, bool isRecent, ICollection<string> notes)
    {
        if (template.Object("metadata").Object("annotations") is { } annotations)
        {
            if (annotations.Remove(CriticalPod))
                notes.Add($"The annotation {CriticalPod} is gone: it has had no effect since Kubernetes 1.16.");
            SeccompAnnotations.Rewrite(annotations, template.Ensure("spec"), notes);
            if (isRecent)
                AppArmorAnnotations.Rewrite(annotations, template.Ensure("spec"), notes);
        }

        if (template.Object("spec") is { } spec)
            NodeLabels.Rewrite(spec, notes);
    }

    // Null where there is no API version: without one, nothing says what the kind is.
    private static string? Group(JsonObject json) =>
        json.Text("apiVersion") is not { } apiVersion ? null : apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? apiVersion[..slash] : "";
}
