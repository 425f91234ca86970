using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Errors;
using Cake.Istio.Preflight.Capacity;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Readiness;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether somebody answers the admission webhooks that will be asked about what the plan writes.</summary>
internal static class WebhookBackendsCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "webhooks-answered";

    /// <summary>Looks for webhooks that match something of the plan and whose Service has no ready endpoint.</summary>
    public static Finding Check(ClusterFacts facts, IReadOnlyList<PlannedChange> changes)
    {
        var written = Written(changes).ToHashSet();
        var dead =
            (from configuration in facts.Webhooks
             from webhook in configuration.Objects("webhooks")
             let service = webhook.At("clientConfig", "service")
             where service is not null && facts.DeadServices.Contains((service.Text("namespace") ?? "", service.Text("name") ?? ""))
             let count = written.Count(resource => Matches(webhook, resource))
             where count > 0
             orderby webhook.Text("failurePolicy") == "Ignore"
             select (Kind: configuration.Text("kind"), Configuration: configuration.Name(), Refuses: webhook.Text("failurePolicy") is null or "Fail", Text: Describe(webhook, service, count))).ToList();
        if (dead.Count == 0)
            return Finding.Passed(Id, facts.Webhooks.Count == 0 ? "There are no admission webhooks." : $"Somebody answers every webhook of {Counted.Of(facts.Webhooks.Count, "configuration")} that the server asks about what the plan writes.");
        return Finding.Warning(
            Id,
            $"Nobody answers {Counted.Of(dead.Count, "webhook")} that the server asks about what the plan writes; {dead.Count(webhook => webhook.Refuses)} of them refuse then.",
            $"Bring back what answers them, or delete the configuration if its owner is gone: kubectl delete {dead[0].Kind?.ToLowerInvariant()} {dead[0].Configuration}",
            dead.Select(webhook => $"{webhook.Kind} {webhook.Configuration}: {webhook.Text}").ToBounded());
    }

    private static string Describe(JsonObject webhook, JsonNode? service, int kinds)
    {
        var effect = webhook.Text("failurePolicy") is null or "Fail" ? "refuses" : $"delays by up to {webhook.Number("timeoutSeconds") ?? 10} s";
        return $"{webhook.Text("name")} {effect} objects of {Counted.Of(kinds, "kind")}, because Service {service.Text("namespace")}/{service.Text("name")} has no ready endpoint";
    }

    private static IEnumerable<(string Group, string Resource)> Written(IReadOnlyList<PlannedChange> changes)
    {
        foreach (var change in changes.Where(change => change is { IsWrite: true } or { Code: ErrorCode.WebhookUnanswered } && change.Resource is not null))
        {
            yield return (change.Subject.Group, change.Resource!.Plural);
            if (Demand.PodOf(change.Subject, change.Body) is not null)
                yield return ("", "pods");
        }
    }

    private static bool Matches(JsonObject webhook, (string Group, string Resource) written) => webhook.Objects("rules").Any(rule =>
        Holds(rule, "apiGroups", written.Group) && (Holds(rule, "resources", written.Resource) || Holds(rule, "resources", "*/*"))
        && (Holds(rule, "operations", "CREATE") || Holds(rule, "operations", "UPDATE")));

    private static bool Holds(JsonObject rule, string field, string value) =>
        (rule[field] as JsonArray ?? []).Any(item => (string?)item is { } text && (text == "*" || text == value));
}
