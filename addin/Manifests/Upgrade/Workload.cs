using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>Deployment, DaemonSet, ReplicaSet and StatefulSet to <c>apps/v1</c>, with the defaults of their old versions written out.</summary>
/// <remarks>Source: pkg/apis/{extensions/v1beta1,apps/v1beta1}/defaults.go of Kubernetes 1.15. <c>apps/v1beta2</c> already has v1's defaults.</remarks>
internal static class Workload
{
    // What extensions/v1beta1 took for "no limit".
    private const int Unlimited = int.MaxValue;

    /// <summary>From <c>extensions/v1beta1</c>.</summary>
    internal static void FromExtensions(JsonObject json, ICollection<string> notes)
    {
        var spec = json.Ensure("spec");
        SelectByTemplate(json, spec, notes);
        switch (json.Text("kind"))
        {
            case "Deployment":
                if (spec.Default("progressDeadlineSeconds", Unlimited) | spec.Default("revisionHistoryLimit", Unlimited))
                    notes.Add("No progress deadline and no history limit, as extensions/v1beta1 had it.");
                RollingUpdate(spec, maximum: 1, notes);
                spec.Remove("rollbackTo");
                break;
            case "DaemonSet":
                OnDelete(spec, notes);
                spec.Remove("templateGeneration");
                break;
        }
    }

    /// <summary>From <c>apps/v1beta1</c>.</summary>
    internal static void FromAppsV1Beta1(JsonObject json, ICollection<string> notes)
    {
        var spec = json.Ensure("spec");
        SelectByTemplate(json, spec, notes);
        if (json.Text("kind") == "StatefulSet")
        {
            OnDelete(spec, notes);
            return;
        }

        if (spec.Default("revisionHistoryLimit", 2))
            notes.Add("The history limit of 2 is apps/v1beta1's default.");
        spec.Remove("rollbackTo");
    }

    // Both old versions took selector and labels from the template's labels.
    private static void SelectByTemplate(JsonObject json, JsonObject spec, ICollection<string> notes)
    {
        if (spec.Object("template").Object("metadata").Object("labels") is not { Count: > 0 } labels)
            return;
        if (spec["selector"] is null)
        {
            spec["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() };
            notes.Add("The selector is the template's labels, as it was by default.");
        }

        var metadata = json.Ensure("metadata");
        if (metadata["labels"] is null or JsonObject { Count: 0 })
            metadata["labels"] = labels.DeepClone();
    }

    private static void RollingUpdate(JsonObject spec, int maximum, ICollection<string> notes)
    {
        var strategy = spec.Ensure("strategy");
        if (!string.IsNullOrEmpty(strategy.Text("type")) && strategy.Text("type") != "RollingUpdate")
            return;
        var rolling = strategy.Ensure("rollingUpdate");
        if (rolling.Default("maxSurge", maximum) | rolling.Default("maxUnavailable", maximum))
            notes.Add("A rolling update goes pod by pod, as extensions/v1beta1 had it.");
    }

    private static void OnDelete(JsonObject spec, ICollection<string> notes)
    {
        if (spec.Ensure("updateStrategy").Default("type", "OnDelete"))
            notes.Add("The update strategy OnDelete is the old version's default.");
    }
}
