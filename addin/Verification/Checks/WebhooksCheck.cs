using System.Text.Json.Nodes;
using Cake.Istio.Reporting;

namespace Cake.Istio.Verification.Checks;

/// <summary>
/// The release's webhooks trust their backend: the control plane has filled <c>caBundle</c>. Without it the API server
/// cannot call them, and <c>failurePolicy</c> Fail then refuses every pod that they select.
/// </summary>
internal static class WebhooksCheck
{
    public const string Group = "admissionregistration.k8s.io";

    /// <summary>The kinds that hold webhooks.</summary>
    public static IReadOnlyList<string> Kinds => ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

    public static IEnumerable<Finding> Run(MeshSnapshot mesh)
    {
        var configurations = mesh.Pairs(o => Kinds.Contains(o.Kind)).Where(p => p.Live is not null).ToList();
        if (configurations.Count == 0) yield break;
        var untrusted = Untrusted(configurations.Select(p => p.Live!)).OrderBy(w => w.FailurePolicy != "Fail").ToList();
        if (untrusted.Count == 0)
        {
            yield return Finding.Passed("webhooks-trusted", $"{configurations.Count} of {configurations.Count} webhook configurations have a caBundle");
            yield break;
        }

        var evidence = untrusted.Select(w => $"{w.Configuration}: webhook {w.Webhook} has no caBundle and {(w.FailurePolicy == "Fail" ? "refuses what it selects" : "is passed over")}: failurePolicy {w.FailurePolicy}");
        var hint = $"Look at the control plane's log: kubectl -n {mesh.Settings.Namespace} logs -l istio=sidecar-injector (before 1.5) or -l app=istiod";
        var refusing = untrusted.Count(w => w.FailurePolicy == "Fail");
        var skipped = untrusted.Count - refusing;
        string[] effects = [refusing == 1 ? "1 refuses what it selects" : $"{refusing} refuse what they select", skipped == 1 ? "1 is passed over" : $"{skipped} are passed over"];
        var title = $"{Counted.Of(untrusted.Count, "webhook")} without a caBundle: {(refusing == 0 ? effects[1] : skipped == 0 ? effects[0] : string.Join(", ", effects))}";
        yield return refusing > 0 ? Finding.Failed("webhooks-trusted", title, hint, evidence) : Finding.Warning("webhooks-trusted", title, hint, evidence);
    }

    /// <summary>The webhooks without a <c>caBundle</c>.</summary>
    public static IEnumerable<(string Configuration, string Webhook, string FailurePolicy)> Untrusted(IEnumerable<JsonObject> configurations) =>
        from configuration in configurations
        from webhook in configuration["webhooks"] as JsonArray ?? []
        where string.IsNullOrEmpty((string?)webhook["clientConfig"]?["caBundle"])
        select ((string?)configuration["metadata"]?["name"] ?? "", (string?)webhook["name"] ?? "", (string?)webhook["failurePolicy"] ?? "Fail");
}
