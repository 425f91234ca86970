using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Permissions;

/// <summary>Finds out whether the user may hand out what roles and bindings of the plan do, as the server decides it when they are made.</summary>
/// <remarks>Source: kube-apiserver, privilege escalation prevention: the verb <c>escalate</c> or <c>bind</c>, or every rule.</remarks>
internal sealed class EscalationReview(ClusterConnection cluster)
{
    private readonly AccessReview _review = new(cluster);

    /// <summary>What the user may not hand out; nothing where the server does not answer such questions.</summary>
    /// <param name="handed">What is handed out.</param>
    /// <param name="cancel">Ends the requests.</param>
    public async Task<IReadOnlyList<(ObjectRef Subject, Escalation Escalation)>> MissingAsync(IReadOnlyList<HandedOut> handed, CancellationToken cancel)
    {
        try
        {
            var missing = await Task.WhenAll(handed.Select(async item => (item.Subject, Rules: await MissingAsync(item, cancel))));
            return [.. missing.Where(item => item.Rules.Count > 0).Select(item => (item.Subject, new Escalation(item.Rules)))];
        }
        catch (ApiException refusal) when (refusal.Status.Code is 403 or 404)
        {
            // PermissionReview asks the same way, and says that nobody answers.
            return [];
        }
    }

    private async Task<IReadOnlyList<string>> MissingAsync(HandedOut item, CancellationToken cancel)
    {
        if (await _review.IsAllowedAsync(new(item.Verb, HandedOut.Group, item.Resource, item.Subject.Namespace), item.Name, cancel))
            return [];
        var missing = await Task.WhenAll(item.Rules.SelectMany(rule => Parts(rule, item.Subject.Namespace, cancel)));
        return [.. missing.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private IEnumerable<Task<string?>> Parts(JsonObject rule, string? ns, CancellationToken cancel)
    {
        var (verbs, names) = (Texts(rule, "verbs"), Texts(rule, "resourceNames"));
        return (from path in Texts(rule, "nonResourceURLs")
                select MissingAsync($"nonResourceURLs: [\"{path}\"]", verbs, verb => _review.IsPathAllowedAsync(verb, path, cancel)))
            .Concat(
                from @group in Texts(rule, "apiGroups")
                from resource in Texts(rule, "resources")
                let place = $"apiGroups: [\"{@group}\"], resources: [\"{resource}\"]"
                select names.Count == 0
                    ? MissingAsync(place, verbs, verb => _review.IsAllowedAsync(new(verb, @group, resource, ns), null, cancel))
                    : MissingAsync($"{place}, resourceNames: [{Quoted(names)}]", verbs, async verb =>
                        (await Task.WhenAll(names.Select(name => _review.IsAllowedAsync(new(verb, @group, resource, ns), name, cancel)))).All(isAllowed => isAllowed)));
    }

    // A rule with those verbs that are missing, or null.
    private static async Task<string?> MissingAsync(string place, IReadOnlyList<string> verbs, Func<string, Task<bool>> isAllowed)
    {
        var answers = await Task.WhenAll(verbs.Select(async verb => (Verb: verb, IsAllowed: await isAllowed(verb))));
        var missing = answers.Where(answer => !answer.IsAllowed).Select(answer => answer.Verb).ToList();
        return missing.Count == 0 ? null : $"{place}, verbs: [{Quoted(missing)}]";
    }

    private static string Quoted(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => $"\"{text}\""));

    private static List<string> Texts(JsonObject rule, string field) => [.. (rule[field] as JsonArray ?? []).Select(item => item.Text()).OfType<string>()];
}
