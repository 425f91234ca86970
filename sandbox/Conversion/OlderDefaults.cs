namespace Cake.Istio.Sandbox.Conversion;

/// <summary>Where older versions fill in something else than the version that is stored.</summary>
internal static class OlderDefaults
{
    /// <summary>Fills it in, in place, before the common defaults.</summary>
    public static void Apply(KindSchema kind, JsonObject value)
    {
        // What is of the wrong type is refused when it is decoded.
        if (value["spec"] is not (null or JsonObject))
            return;
        switch (kind.ApiVersion, kind.Kind)
        {
            case ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition"):
                DefinitionConversion.Default(value);
                break;
            case ("admissionregistration.k8s.io/v1beta1", _):
                foreach (var webhook in value.Objects("webhooks"))
                    Webhook(webhook);
                break;
            case ("extensions/v1beta1", "Deployment"):
                SelectorFromTemplate(value);
                Rolling(value, 1);
                value.Child("spec")["revisionHistoryLimit"] ??= int.MaxValue;
                value.Child("spec")["progressDeadlineSeconds"] ??= int.MaxValue;
                break;
            case ("extensions/v1beta1", "DaemonSet"):
                SelectorFromTemplate(value);
                value.Child("spec").Child("updateStrategy")["type"] ??= "OnDelete";
                break;
            case ("extensions/v1beta1", "ReplicaSet"):
                SelectorFromTemplate(value);
                break;
            case ("apps/v1beta1", "Deployment"):
                SelectorFromTemplate(value);
                value.Child("spec")["revisionHistoryLimit"] ??= 2;
                break;
            case ("apps/v1beta1", "StatefulSet"):
                SelectorFromTemplate(value);
                value.Child("spec").Child("updateStrategy")["type"] ??= "OnDelete";
                break;
            default:
                break;
        }
    }

    private static void Webhook(JsonObject webhook)
    {
        webhook["failurePolicy"] ??= "Ignore";
        webhook["matchPolicy"] ??= "Exact";
        webhook["sideEffects"] ??= "Unknown";
        webhook["timeoutSeconds"] ??= 30;
        webhook["admissionReviewVersions"] ??= new JsonArray("v1beta1");
    }

    private static void SelectorFromTemplate(JsonObject value)
    {
        if (value["spec"] is JsonObject spec && spec["selector"] is null && spec.Copy("template", "metadata", "labels") is { } labels)
            spec["selector"] = new JsonObject { ["matchLabels"] = labels };
    }

    private static void Rolling(JsonObject value, int atOnce)
    {
        var strategy = value.Child("spec").Child("strategy");
        strategy["type"] ??= "RollingUpdate";
        if (strategy.Text("type") != "RollingUpdate")
            return;
        strategy.Child("rollingUpdate")["maxUnavailable"] ??= atOnce;
        strategy.Child("rollingUpdate")["maxSurge"] ??= atOnce;
    }
}
