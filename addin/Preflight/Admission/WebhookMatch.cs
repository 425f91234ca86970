using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Admission;

/// <summary>Whether the API server asks a webhook about a write.</summary>
/// <remarks>
/// Source: kube-apiserver, <c>apiserver/pkg/admission/plugin/webhook</c>: rules, namespaceSelector, objectSelector, matchPolicy. Its <c>matchConditions</c> can only narrow
/// that down, by expressions that nobody but the server evaluates.
/// </remarks>
/// <param name="namespaces">The labels of namespaces, as far as they are known.</param>
/// <param name="served">What the cluster serves.</param>
internal sealed class WebhookMatch(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> namespaces, IReadOnlyList<ApiResource> served)
{
    private const string Group = "admissionregistration.k8s.io";

    /// <summary>Decides.</summary>
    /// <param name="webhook">The webhook, with the server's defaults filled in.</param>
    /// <param name="question">The write.</param>
    public bool IsAsked(JsonObject webhook, AdmissionQuestion question)
    {
        // Else nobody could repair them.
        if (question.Group == Group && question.Resource.EndsWith("webhookconfigurations", StringComparison.Ordinal))
            return false;
        string[] versions = webhook.Text("matchPolicy") == "Equivalent"
            ? [question.Version, .. served.Where(resource => resource.Group == question.Group && resource.Plural == question.Resource).Select(resource => resource.Version)]
            : [question.Version];
        return webhook.Objects("rules").Any(rule => Matches(rule, question, versions)) && SelectsNamespace(webhook["namespaceSelector"], question)
            && new[] { question.Labels, question.OldLabels }.Any(labels => labels is not null && LabelSelector.Matches(webhook["objectSelector"], labels));
    }

    private static bool Matches(JsonObject rule, AdmissionQuestion question, string[] versions) =>
        Holds(rule, "operations", question.Operation) && Holds(rule, "apiGroups", question.Group) && versions.Any(version => Holds(rule, "apiVersions", version))
        && new[] { "", "/*" }.Any(suffix => Holds(rule, "resources", question.Resource, suffix))
        && rule.Text("scope") switch
        {
            "Namespaced" => question.Namespace is not null,
            "Cluster" => question.Namespace is null,
            _ => true,
        };

    private static bool Holds(JsonObject rule, string field, string value, string suffix = "") =>
        (rule[field] as JsonArray ?? []).Any(item => item.Text() is { } text && (text == $"*{suffix}" || text == $"{value}{suffix}"));

    // A cluster-scoped object is in no namespace, so that no selector leaves it out; a namespace is selected by its own labels.
    private bool SelectsNamespace(JsonNode? selector, AdmissionQuestion question)
    {
        if (selector is not JsonObject { Count: > 0 } || (question.Group, question.Resource) == ("", "namespaces"))
            return LabelSelector.Matches(selector, question.Labels);
        return question.Namespace is null || (namespaces.GetValueOrDefault(question.Namespace) is { } labels && LabelSelector.Matches(selector, labels));
    }
}
