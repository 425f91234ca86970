namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>The sandbox cannot evaluate CEL: it calls a webhook as if its <c>matchConditions</c> held, and says so to whoever writes them.</summary>
internal static class UnevaluatedConditions
{
    /// <summary>Warns of conditions that will not be evaluated.</summary>
    public static void Warn(AdmissionRequest request)
    {
        if (request.Resource != Resources.MutatingWebhooks && request.Resource != Resources.ValidatingWebhooks)
            return;
        foreach (var webhook in request.Object.Objects("webhooks").Where(webhook => webhook["matchConditions"] is JsonArray { Count: > 0 }))
            request.Warnings.Add($"webhook {webhook.Text("name")}: the sandbox does not evaluate matchConditions and calls the webhook as if they held");
    }
}
