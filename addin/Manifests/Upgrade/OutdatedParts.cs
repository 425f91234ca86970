using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>Parts of objects that a newer server takes but that mean nothing to it any more, or that it warns about.</summary>
internal static class OutdatedParts
{
    /// <summary>Rewrites them, in objects whose own API version may be fine.</summary>
    internal static void Rewrite(JsonObject json, Func<string, string, bool> isServed, ICollection<string> notes)
    {
        if (json.Text("kind") == "HorizontalPodAutoscaler")
            ScaleTarget(json.Object("spec").Object("scaleTargetRef"), isServed, notes);
        // 1.16 took these away with the API that stands for it here; what takes their place is older.
        if (isServed("extensions/v1beta1", "Deployment"))
            return;
        if (PodTemplate.Of(json) is { } template)
            PodTemplate.Rewrite(template, notes);
        if (json.Text("kind") == "Service" && json.Text("apiVersion") == "v1")
            UnreadyEndpoints(json, notes);
    }

    private static void ScaleTarget(JsonObject? target, Func<string, string, bool> isServed, ICollection<string> notes)
    {
        if (target.Text("apiVersion") is not { } apiVersion || target.Text("kind") is not { } kind || isServed(apiVersion, kind))
            return;
        if (ApiVersionRule.Find(apiVersion, kind)?.Successor is not { } successor || !isServed(successor, kind))
            return;
        target!["apiVersion"] = successor;
        notes.Add($"What it scales is a {kind} of {successor} instead of {apiVersion}.");
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
