using System.Text.Json.Nodes;
using Cake.Istio.Errors;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the mesh namespace can take objects.</summary>
internal static class NamespaceCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "namespace-usable";

    /// <summary>Judges the live namespace.</summary>
    /// <param name="name">The mesh namespace.</param>
    /// <param name="live">The live object, or null where there is none yet.</param>
    public static Finding Check(string name, JsonObject? live)
    {
        if (live is null)
            return Finding.Passed(Id, $"Namespace {name} is still to be made.");
        if (live["metadata"]?["deletionTimestamp"] is not { } since)
            return Finding.Passed(Id, $"Namespace {name} exists.");
        var reasons = (live["status"]?["conditions"] as JsonArray ?? [])
            .Where(condition => (string?)condition?["status"] == "True")
            .Select(condition => $"{(string?)condition?["type"]}: {(string?)condition?["message"]}");
        return Finding.Failed(
            Id,
            $"Namespace {name} is being deleted since {(string?)since}; it takes no new objects.",
            $"Wait until it is gone: kubectl wait --for=delete namespace/{name} --timeout=5m",
            reasons) with { Code = ErrorCode.NamespaceTerminating };
    }
}
