using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Preflight.Admission;
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

    /// <summary>Looks for webhooks that the server asks about something of the plan and whose Service has no ready endpoint.</summary>
    /// <param name="facts">What is in the cluster.</param>
    /// <param name="changes">The plan.</param>
    /// <param name="ns">The mesh namespace.</param>
    /// <param name="served">What the cluster serves.</param>
    public static Finding Check(ClusterFacts facts, IReadOnlyList<PlannedChange> changes, string ns, IReadOnlyList<ApiResource> served)
    {
        var (dead, urls) = (Dead(facts, changes, ns, served), Urls(facts, changes, ns, served));
        var unjudged = urls.Count == 0 ? "" : $" Whether {Counted.Of(urls.Count, "webhook")} with a URL in place of a Service {(urls.Count == 1 ? "is" : "are")} answered cannot be told from here.";
        if (dead.Count == 0)
            return Finding.Passed(Id, facts.Webhooks.Count == 0 ? "There are no admission webhooks." : $"No webhook of {Counted.Of(facts.Webhooks.Count, "configuration")} that the server asks about what the plan writes has a Service without a ready endpoint.{unjudged}", urls.ToBounded());
        var refusing = dead.Count(webhook => webhook.Refuses);
        return Finding.Warning(
            Id,
            $"Nobody answers {Counted.Of(dead.Count, "webhook")} that the server asks about what the plan writes; {refusing} of them refuse{(refusing == 1 ? "s" : "")} then.{unjudged}",
            dead.FirstOrDefault(webhook => !webhook.IsOwn) is { } foreign
                ? $"Bring back what answers them, or delete the configuration if its owner is gone: kubectl delete {foreign.Kind} {foreign.Configuration}"
                : $"They are the mesh's own, and the install waits for what answers them; if it does not come back with the plan: kubectl get deployments -n {ns}",
            dead.Select(webhook => webhook.Text).Concat(urls).ToBounded());
    }

    private static List<DeadWebhook> Dead(ClusterFacts facts, IReadOnlyList<PlannedChange> changes, string ns, IReadOnlyList<ApiResource> served)
    {
        if (facts.DeadServices.Count == 0)
            return [];
        var questions = AdmissionQuestions.Of(changes, ns);
        var match = new WebhookMatch(AdmissionQuestions.Namespaces(facts, changes), served);
        var own = changes.Where(change => change is { Subject: { Group: "", Kind: "Service" }, Action: not ChangeAction.Deleted }).Select(change => (change.Subject.Namespace, change.Subject.Name)).ToHashSet();
        return
        [
            .. from configuration in facts.Webhooks
               from webhook in configuration.Objects("webhooks")
               let service = webhook.At("clientConfig", "service")
               where service is not null && facts.DeadServices.Contains((service.Text("namespace") ?? "", service.Text("name") ?? ""))
               let count = questions.Where(question => match.IsAsked(webhook, question)).Select(question => (question.Group, question.Resource)).Distinct().Count()
               where count > 0
               orderby webhook.Text("failurePolicy") == "Ignore"
               select new DeadWebhook(
                   configuration.Text("kind")?.ToLowerInvariant() ?? "",
                   configuration.Name(),
                   own.Contains((service.Text("namespace"), service.Text("name") ?? "")),
                   Refuses(webhook),
                   $"{configuration.Text("kind")} {configuration.Name()}: {Describe(webhook, service, count)}"),
        ];
    }

    // Only the server can call them, from where it is.
    private static List<string> Urls(ClusterFacts facts, IReadOnlyList<PlannedChange> changes, string ns, IReadOnlyList<ApiResource> served)
    {
        var called = facts.Webhooks.SelectMany(configuration => configuration.Objects("webhooks").Where(webhook => webhook.Text("clientConfig", "url") is not null), (configuration, webhook) => (configuration, webhook)).ToList();
        if (called.Count == 0)
            return [];
        var questions = AdmissionQuestions.Of(changes, ns);
        var match = new WebhookMatch(AdmissionQuestions.Namespaces(facts, changes), served);
        return
        [
            .. from call in called
               where questions.Any(question => match.IsAsked(call.webhook, question))
               select $"{call.configuration.Text("kind")} {call.configuration.Name()}: {call.webhook.Text("name")} is called at {call.webhook.Text("clientConfig", "url")!.Split('?')[0]}",
        ];
    }

    private static bool Refuses(JsonObject webhook) => webhook.Text("failurePolicy") is null or "Fail";

    private static string Describe(JsonObject webhook, JsonNode? service, int kinds)
    {
        var effect = Refuses(webhook) ? "refuses" : $"delays by up to {webhook.Number("timeoutSeconds") ?? 10} s";
        var narrowed = webhook.Objects("matchConditions").Any() ? ", as far as its matchConditions let it," : "";
        return $"{webhook.Text("name")} {effect}{narrowed} objects of {Counted.Of(kinds, "kind")}, because Service {service.Text("namespace")}/{service.Text("name")} has no ready endpoint";
    }

    private sealed record DeadWebhook(string Kind, string Configuration, bool IsOwn, bool Refuses, string Text);
}
