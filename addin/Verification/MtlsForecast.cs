using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Readiness;

namespace Cake.Istio.Verification;

/// <summary>The policies that decide the mutual TLS mode, as they will be once a plan is carried out.</summary>
internal static class MtlsForecast
{
    /// <summary>Foresees them.</summary>
    /// <param name="live">The policies that are there.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="payloads">What the plan's Jobs apply when they run.</param>
    public static IReadOnlyCollection<JsonObject> Of(IEnumerable<JsonObject> live, Plan plan, JobPayloads payloads)
    {
        var policies = live.ToDictionary(KeyOf);
        foreach (var change in plan.Changes.Where(change => change.Action == ChangeAction.Deleted))
            policies.Remove(KeyOf(change.Live ?? []));
        var written = plan.Changes.Where(change => change.Action is ChangeAction.Created or ChangeAction.Configured).ToList();
        foreach (var body in written.Select(change => change.Body).Concat(written.SelectMany(job => payloads.Of(job.Key)).Select(item => item.Body)).Where(MtlsModeReader.IsPolicy))
            policies[KeyOf(body)] = policies.GetValueOrDefault(KeyOf(body)) is { } there ? Merged(there, body) : body;
        return policies.Values;
    }

    private static (string? Kind, string? Namespace, string Name) KeyOf(JsonObject item) => (item.Text("kind"), item.Text("metadata", "namespace"), item.Name());

    // What the body does not name, such as a selector, stays.
    private static JsonObject Merged(JsonObject there, JsonObject body)
    {
        var merged = (JsonObject)there.DeepClone();
        var spec = merged["spec"] as JsonObject ?? [];
        foreach (var (name, value) in body["spec"] as JsonObject ?? [])
            spec[name] = value?.DeepClone();
        merged["spec"] = spec;
        return merged;
    }
}
