using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the mesh namespace, and every other one that the plan writes to, can take objects.</summary>
internal static class NamespaceCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "namespace-usable";

    /// <summary>Judges the live namespace.</summary>
    /// <param name="name">The mesh namespace.</param>
    /// <param name="live">The live object, or null where there is none yet.</param>
    /// <param name="changes">The plan.</param>
    public static Finding Check(string name, JsonObject? live, IReadOnlyList<PlannedChange> changes)
    {
        if (live?["metadata"]?["deletionTimestamp"] is not { } since)
        {
            var going = changes.Where(change => change.Denial is { } denial && IsTerminating(denial)).Select(change => change.Subject.Namespace).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            return going.Count > 0 ? Failed(going[0], $"Namespace {going.ToBoundedList()} is being deleted; it takes no new objects.", [])
                : Finding.Passed(Id, live is null ? $"Namespace {name} is still to be made." : $"Namespace {name} exists.");
        }

        var reasons = (live["status"]?["conditions"] as JsonArray ?? [])
            .Where(condition => (string?)condition?["status"] == "True")
            .Select(condition => $"{(string?)condition?["type"]}: {(string?)condition?["message"]}");
        return Failed(name, $"Namespace {name} is being deleted since {(string?)since}; it takes no new objects.", reasons);
    }

    /// <summary>Whether the server refuses an object because its namespace is being deleted.</summary>
    public static bool IsTerminating(ApiStatus denial) => denial.Causes.Any(cause => cause.Reason == "NamespaceTerminating");

    private static Finding Failed(string name, string title, IEnumerable<string> reasons) =>
        Finding.Failed(Id, title, $"Wait until it is gone: kubectl wait --for=delete namespace/{name} --timeout=5m", reasons) with { Code = ErrorCode.NamespaceTerminating };
}
