using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>Parts of objects that a newer server takes but that mean nothing to it any more, or that it warns about.</summary>
internal static class OutdatedParts
{
    /// <summary>Rewrites them, in objects whose own API version may be fine.</summary>
    internal static void Rewrite(JsonObject json, Func<string, string, bool> isServed, ICollection<string> notes)
    {
        if (json.Text("kind") == "HorizontalPodAutoscaler")
            References(json.Object("spec"), isServed, notes);
        // 1.16 took these away with the API that stands for it here; what takes their place is older.
        if (isServed("extensions/v1beta1", "Deployment"))
            return;
        // 1.29 brought the one, and 1.32 took the other away.
        var isRecent = isServed("flowcontrol.apiserver.k8s.io/v1", "FlowSchema") && !isServed("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema");
        if (PodTemplate.Of(json) is { } template)
            PodTemplate.Rewrite(template, isRecent, notes);
        NodeLabels.RewriteOutsidePods(json, notes);
        switch (json.Text("apiVersion"), json.Text("kind"))
        {
            case ("v1", "Service"):
                UnreadyEndpoints(json, notes);
                if (isRecent)
                    TopologyHints(json, notes);
                break;
            // The field is on by default since 1.25, which took this away.
            case ("batch/v1", "CronJob") when !isServed("batch/v1beta1", "CronJob"):
                ScheduleTimeZone.Rewrite(json, notes);
                break;
            case ("v1", "PersistentVolume" or "PersistentVolumeClaim"):
                StorageClassAnnotation.Rewrite(json, notes);
                break;
        }
    }

    // What a metric is of was its target until v2beta2.
    private static void References(JsonObject? spec, Func<string, string, bool> isServed, ICollection<string> notes)
    {
        Reference(spec.Object("scaleTargetRef"), "What it scales", isServed, notes);
        foreach (var metric in spec.Objects("metrics").Select(metric => metric.Object("object")))
        {
            Reference(metric.Object("describedObject"), "What a metric is of", isServed, notes);
            Reference(metric.Object("target"), "What a metric is of", isServed, notes);
        }
    }

    private static void Reference(JsonObject? reference, string what, Func<string, string, bool> isServed, ICollection<string> notes)
    {
        if (reference.Text("apiVersion") is not { } apiVersion || reference.Text("kind") is not { } kind || isServed(apiVersion, kind))
            return;
        if (ApiVersionRule.Find(apiVersion, kind)?.Successor is not { } successor || !isServed(successor, kind))
            return;
        reference!["apiVersion"] = successor;
        notes.Add($"{what} is {kind} of {successor} instead of {apiVersion}.");
    }

    private static void TopologyHints(JsonObject json, ICollection<string> notes)
    {
        const string Old = "service.kubernetes.io/topology-aware-hints";
        const string Current = "service.kubernetes.io/topology-mode";
        if (json.Object("metadata").Object("annotations") is not { } annotations || annotations.Text(Old) is not { } value)
            return;
        annotations.Remove(Old);
        annotations.Default(Current, value);
        notes.Add($"The annotation {Current} instead of {Old}.");
    }

    private static void UnreadyEndpoints(JsonObject json, ICollection<string> notes)
    {
        const string Annotation = "service.alpha.kubernetes.io/tolerate-unready-endpoints";
        var annotations = json.Object("metadata").Object("annotations");
        if (annotations.Text(Annotation) is not { } value)
            return;
        annotations!.Remove(Annotation);
        if (value == "true")
            json.Ensure("spec").Default("publishNotReadyAddresses", true);
        notes.Add($"The field publishNotReadyAddresses instead of the annotation {Annotation}.");
    }
}
