using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Readiness;

/// <summary>What is probably wrong, and what shows more.</summary>
internal static class LikelyCause
{
    /// <summary>The cause of a trouble in words.</summary>
    /// <param name="trouble">The trouble, or null where no pod reports one.</param>
    /// <param name="events">What the cluster has told about the object and its pods.</param>
    public static string Of(Trouble? trouble, IReadOnlyList<ObjectEvent> events) => trouble?.Reason switch
    {
        PodTroubles.InvalidImageName => "the image's name is not a valid reference",
        PodTroubles.ErrImagePull or PodTroubles.ImagePullBackOff when ImageRefusal.IsMissing(trouble.Message) =>
            "the image does not exist in its registry, or not for the nodes' platform",
        PodTroubles.ErrImagePull or PodTroubles.ImagePullBackOff when ImageRefusal.IsUnauthorized(trouble.Message) =>
            "the registry wants credentials that the cluster does not have: an imagePullSecret is missing or wrong",
        PodTroubles.ErrImagePull or PodTroubles.ImagePullBackOff => "the nodes cannot reach the registry, or it limits them; it is tried again",
        PodTroubles.CrashLoopBackOff when trouble.Message.Contains("OOMKilled", StringComparison.Ordinal) => "the container needs more memory than its limit",
        PodTroubles.CrashLoopBackOff => "the container ends again and again; its log says why. A few restarts are normal while a mesh starts",
        PodTroubles.Unschedulable => "no node has the room or the properties that the pod asks for",
        "CreateContainerConfigError" => "a ConfigMap, Secret or key that the container asks for does not exist",
        "FailedCreate" when trouble.Message.Contains("exceeded quota", StringComparison.Ordinal) => "a ResourceQuota of the namespace is used up",
        "FailedCreate" when trouble.Message.Contains("webhook", StringComparison.Ordinal) => "a webhook that must admit pods does not answer",
        "FailedCreate" when trouble.Message.Contains("violates PodSecurity", StringComparison.Ordinal) => "the namespace's pod security level forbids the pod",
        "FailedCreate" => "the API server refuses to create its pods",
        null when events.Any(one => one.Reason == "Unhealthy") => "a container runs, but its readiness probe fails; the event says with what",
        null when Newest(events) is { } warning => warning.Reason is "FailedMount" or "FailedAttachVolume"
            ? $"a volume of the pod cannot be had: {warning.Message}"
            : $"its newest warning says so: {warning.Reason}: {warning.Message}",
        null => "not known: neither its pods nor their events report a reason",
        _ => "the container cannot be started",
    };

    private static ObjectEvent? Newest(IReadOnlyList<ObjectEvent> events) => events.Where(one => one.Type == "Warning").OrderBy(one => one.Time).LastOrDefault();

    /// <summary>A command that shows more.</summary>
    public static string Command(Trouble? trouble, ClusterTarget target, ObjectRef subject)
    {
        var kubectl = subject.Namespace is null ? target.Kubectl : $"{target.Kubectl} -n {subject.Namespace}";
        return trouble switch
        {
            { Reason: PodTroubles.CrashLoopBackOff } => $"{kubectl} logs {trouble.Pod} -c {trouble.Container} --previous",
            { Reason: PodTroubles.Unschedulable } => $"{target.Kubectl} describe nodes",
            { Reason: "FailedCreate", Message: var message } when message.Contains("exceeded quota", StringComparison.Ordinal) => $"{kubectl} describe resourcequota",
            { Pod: { } pod } => $"{kubectl} describe pod {pod}",
            _ => $"{kubectl} describe {subject.Kind.ToLowerInvariant()} {subject.Name}",
        };
    }
}
