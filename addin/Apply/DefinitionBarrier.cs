using System.Text.Json.Nodes;
using Cake.Istio.Cluster;

namespace Cake.Istio.Apply;

/// <summary>
/// Holds an install until its custom resource definitions are usable: each is established, and each kind is in discovery.
/// A definition that the server cannot accept fails at once.
/// </summary>
internal sealed class DefinitionBarrier(ClusterConnection cluster, RunDeadline deadline, IProgress<ApplyEvent>? progress)
{
    /// <summary>Waits for the definitions that are not known to be usable.</summary>
    /// <param name="changes">The definitions.</param>
    /// <param name="run">Where a definition that cannot be established is recorded as failed.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task WaitAsync(IReadOnlyList<PlannedChange> changes, ApplyRun run, CancellationToken cancel)
    {
        var failed = run.SoFar.Failures.Select(change => ObjectKey.Of(change.Subject)).ToHashSet();
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var pending = changes
            .Where(change => !failed.Contains(change.Key) && (change.Live is null || !IsEstablished(change.Live) || !IsInDiscovery(change, discovery)))
            .ToList();
        if (pending.Count == 0)
            return;

        var what = $"{pending.Count} custom resource definition{(pending.Count == 1 ? "" : "s")} to be established, such as {pending[0].Subject.Name}";
        using var waiting = deadline.Waiting(what);
        progress?.Report(new ApplyEvent.Waiting(Stage.CustomResourceDefinitions, what));
        await Polling.UntilAsync(
            async () =>
            {
                pending = await StillPendingAsync(pending, run, cancel);
                return pending.Count == 0;
            },
            deadline.Time,
            cancel);
    }

    private async Task<List<PlannedChange>> StillPendingAsync(List<PlannedChange> pending, ApplyRun run, CancellationToken cancel)
    {
        var resource = pending[0].Resource!;
        var live = await LiveObjects.ReadAsync(cluster, [(resource, null)], cancel);
        var refused = pending.Where(change => Refusal(live.Find(change.Key)) is not null).ToList();
        foreach (var change in refused)
            run.Finish(change, ChangeAction.Failed, Refusal(live.Find(change.Key)));

        var discovery = pending.All(change => IsEstablished(live.Find(change.Key)))
            ? await cluster.DiscoverAsync(refresh: true, cancel)
            : null;
        return [.. pending.Except(refused).Where(change => discovery is null || !IsInDiscovery(change, discovery))];
    }

    private static bool IsInDiscovery(PlannedChange change, ApiDiscovery discovery) =>
        Versions(change.Body["spec"])
            .All(version => discovery.IsServed($"{(string?)change.Body["spec"]?["group"]}/{version}", (string?)change.Body["spec"]?["names"]?["kind"] ?? ""));

    // apiextensions.k8s.io/v1beta1 may name its only version outside of the list.
    private static IEnumerable<string?> Versions(JsonNode? spec) => spec?["versions"] is JsonArray versions
        ? versions.Where(version => (bool?)version?["served"] == true).Select(version => (string?)version?["name"])
        : [(string?)spec?["version"]];

    private static bool IsEstablished(JsonObject? live) => Condition(live, "Established") is { } established && (string?)established["status"] == "True";

    // Another definition has taken the names; that does not heal by waiting.
    private static string? Refusal(JsonObject? live) =>
        Condition(live, "NamesAccepted") is { } accepted && (string?)accepted["status"] == "False"
            ? $"the server does not accept its names: {(string?)accepted["message"]}"
            : null;

    private static JsonNode? Condition(JsonObject? live, string type) =>
        (live?["status"]?["conditions"] as JsonArray ?? []).FirstOrDefault(condition => (string?)condition?["type"] == type);
}
