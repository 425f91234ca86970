using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>kstatus' rule for PersistentVolumeClaims.</summary>
internal static class PersistentVolumeClaimReadiness
{
    public static ReadinessResult Evaluate(JsonObject json) => json.Text("status", "phase") switch
    {
        "Bound" => ReadinessResult.Current("is bound"),
        var phase => ReadinessResult.InProgress($"is {phase ?? "not bound yet"}"),
    };
}
