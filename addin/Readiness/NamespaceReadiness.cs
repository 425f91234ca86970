using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>A Namespace is ready when it is Active; kstatus does not look.</summary>
internal static class NamespaceReadiness
{
    public static ReadinessResult Evaluate(JsonObject json) => json.Text("status", "phase") switch
    {
        "Active" => ReadinessResult.Current("is active"),
        "Terminating" => new(ReadinessStatus.Terminating, "is being deleted"),
        _ => ReadinessResult.InProgress("is not active yet"),
    };
}
