using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>kstatus' rule for Services: an address outside the cluster is not asked for.</summary>
internal static class ServiceReadiness
{
    public static ReadinessResult Evaluate(JsonObject json) =>
        json.Text("spec", "type") == "LoadBalancer" && string.IsNullOrEmpty(json.Text("spec", "clusterIP"))
            ? ReadinessResult.InProgress("has no cluster IP yet")
            : ReadinessResult.Current("is reachable in the cluster");
}
