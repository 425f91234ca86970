using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>MutatingWebhookConfiguration and ValidatingWebhookConfiguration to <c>admissionregistration.k8s.io/v1</c>.</summary>
internal static class WebhookConfiguration
{
    private const int OldTimeout = 30;

    /// <summary>Writes v1beta1's defaults out, all of which v1 changed, and what v1 demands.</summary>
    internal static void Rewrite(JsonObject json, ICollection<string> notes)
    {
        Names(json, notes);
        foreach (var webhook in json.Objects("webhooks"))
        {
            var defaults = new List<string>();
            Default(webhook, "failurePolicy", "Ignore", defaults);
            Default(webhook, "matchPolicy", "Exact", defaults);
            if (webhook.Default("timeoutSeconds", OldTimeout))
                defaults.Add($"timeoutSeconds {OldTimeout}");
            if (defaults.Count > 0)
                notes.Add($"Webhook {webhook.Text("name")}: {string.Join(", ", defaults)}, as by default in v1beta1.");
            SideEffects(webhook, notes);
            ReviewVersions(webhook, notes);
        }
    }

    // v1 takes a name once. Who looks a webhook up by its name, to give it a certificate, finds the first one as before.
    private static void Names(JsonObject json, ICollection<string> notes)
    {
        var taken = json.Objects("webhooks").Select(webhook => webhook.Text("name")).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var webhook in json.Objects("webhooks"))
        {
            if (webhook.Text("name") is not { } name || seen.Add(name))
                continue;
            var number = 2;
            while (!taken.Add($"{number}.{name}"))
                number++;
            webhook["name"] = $"{number}.{name}";
            notes.Add($"Webhook {name}: another one of that name is called {number}.{name}, since v1 takes a name once.");
        }
    }

    private static void Default(JsonObject webhook, string key, string value, List<string> defaults)
    {
        if (webhook.Default(key, value))
            defaults.Add($"{key} {value}");
    }

    // v1 refuses Unknown and Some. Both made the server refuse dry runs that would reach the webhook; None lets them through.
    private static void SideEffects(JsonObject webhook, ICollection<string> notes)
    {
        if (webhook.Text("sideEffects") is "None" or "NoneOnDryRun")
            return;
        notes.Add($"Webhook {webhook.Text("name")}: sideEffects None instead of {webhook.Text("sideEffects") ?? "Unknown"}, which v1 does not take.");
        webhook["sideEffects"] = "None";
    }

    // A server behind such a configuration speaks v1beta1; promising v1 for it would break it.
    private static void ReviewVersions(JsonObject webhook, ICollection<string> notes)
    {
        if (webhook["admissionReviewVersions"] is JsonArray { Count: > 0 })
            return;
        webhook["admissionReviewVersions"] = new JsonArray("v1beta1");
        notes.Add($"Webhook {webhook.Text("name")}: admissionReviewVersions v1beta1, the only version that it can know.");
    }
}
