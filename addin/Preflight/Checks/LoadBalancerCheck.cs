using Cake.Istio.Apply;
using Cake.Istio.Gateway;
using Cake.Istio.Readiness;
using Cake.Istio.Settings;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the ingress gateway's Service of type LoadBalancer can get an address in this cluster.</summary>
internal static class LoadBalancerCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "load-balancer";

    /// <summary>Judges what was detected.</summary>
    /// <param name="changes">The plan.</param>
    /// <param name="provider">Who gives addresses, or null where nobody was found.</param>
    /// <param name="policy">What becomes of the gateway then.</param>
    public static Finding Check(IReadOnlyList<PlannedChange> changes, LoadBalancerProvider? provider, GatewayPolicy policy)
    {
        var services = changes.Where(change => change is { Subject: { Group: "", Kind: "Service" }, Action: not ChangeAction.Deleted }).Select(change => (Change: change, Holder: Holder(change))).ToList();
        var balanced = services.Exists(service => (service.Holder is null ? service.Change.Body : service.Change.Live).Text("spec", "type") == "LoadBalancer");
        var held = services.Find(service => service.Holder is not null);
        if (!balanced && held.Holder is null)
            return Finding.Passed(Id, "The release has no Service of type LoadBalancer.");
        if (policy is GatewayPolicy.NodePort or GatewayPolicy.ClusterIP)
            return Finding.Passed(Id, $"No load balancer is needed with --gateway={policy.ToString().ToLowerInvariant()}.");
        // What the gateway step has set it goes on deciding about.
        if (!balanced && !(held.Holder == FieldManager.Gateway && (provider is not null || policy == GatewayPolicy.Fail)))
            return Finding.Passed(Id, $"{held.Change.Subject} stays of type {held.Change.Live.Text("spec", "type") ?? "ClusterIP"}, which {held.Holder} has set.");
        if (provider is not null)
            return Finding.Passed(Id, $"{provider.Name} gives load balancers addresses: {provider.Evidence}.");
        return Finding.Warning(
            Id,
            "Nothing in this cluster was found to give Services of type LoadBalancer an address.",
            policy switch
            {
                GatewayPolicy.Auto => "PatchGateway turns the ingress gateway into a NodePort. To have an address, install a provider such as MetalLB first.",
                GatewayPolicy.Fail => "PatchGateway is going to fail, as --gateway=fail asks: install a provider such as MetalLB first, or choose --gateway=nodeport.",
                _ => "The gateway's address stays pending with --gateway=keep: install a provider such as MetalLB, or choose --gateway=nodeport.",
            });
    }

    // A plan leaves out the type that somebody else holds.
    private static string? Holder(PlannedChange change) => change.Released.FirstOrDefault(field => field.Path == ".spec.type")?.Manager;
}
