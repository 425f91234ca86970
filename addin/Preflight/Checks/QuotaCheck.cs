using System.Globalization;
using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Preflight.Capacity;
using Cake.Istio.Readiness;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the quotas of the mesh namespace leave room for what the plan adds.</summary>
internal static class QuotaCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "quota";

    /// <summary>Adds up and compares. A quota with scopes counts only some pods, which cannot be told before they are there, and is left out.</summary>
    /// <param name="quotas">The live quotas of the namespace.</param>
    /// <param name="changes">The plan.</param>
    /// <param name="ns">The mesh namespace.</param>
    public static Finding Check(IReadOnlyList<JsonObject> quotas, IReadOnlyList<PlannedChange> changes, string ns)
    {
        var use = QuotaUse.Of(changes, ns);
        var exceeded =
            (from quota in quotas
             where quota["spec"]?["scopes"] is null && quota["spec"]?["scopeSelector"] is null
             from limit in quota.At("spec", "hard") as JsonObject ?? []
             let more = use.GetValueOrDefault(limit.Key)
             let hard = Quantity.ToNumber(limit.Value)
             let used = Quantity.ToNumber(quota.At("status", "used", limit.Key))
             where more > 0 && used + more > hard
             select $"{limit.Key} of {quota.Name()}: {Text(limit.Key, used)} of {Text(limit.Key, hard)} used, {Text(limit.Key, more)} more wanted").ToList();
        if (exceeded.Count > 0)
            return Finding.Warning(Id, $"The quota of namespace {ns} leaves too little for what the plan adds: {Counted.Of(exceeded.Count, "limit")} exceeded.", $"Ask for more, or make room: kubectl describe quota -n {ns}", exceeded.ToBounded());
        return Finding.Passed(Id, quotas.Count == 0 ? $"No quota limits namespace {ns}." : $"{Counted.Of(quotas.Count, "quota")} of namespace {ns}, with room for what the plan adds.");
    }

    private static string Text(string name, decimal amount) => name.EndsWith("memory", StringComparison.Ordinal)
        ? $"{(amount / (1024 * 1024)).ToString("0", CultureInfo.InvariantCulture)}Mi"
        : amount.ToString("0.##", CultureInfo.InvariantCulture);
}
