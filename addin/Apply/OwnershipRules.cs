using System.Text.Json.Nodes;
using Cake.Istio.Gateway;

namespace Cake.Istio.Apply;

/// <summary>
/// The written rules by which a path is left out of our body. It is left out only while the live object's managed fields show that
/// another manager owns it and that manager's value is not ours; on create everything is sent.
/// </summary>
internal static class OwnershipRules
{
    private static readonly OwnershipRule[] Rules =
    [
        new(
            "the certificate of a webhook belongs to whoever serves it",
            body => Webhooks(body).Select(webhook => webhook.Then("clientConfig").Then("caBundle")),
            entry => !FieldManager.IsHandProcedure(entry.Manager) && !entry.IsOtherInstaller),
        new(
            "the control plane and the platform decide whether and where a webhook may refuse",
            body => Webhooks(body).SelectMany(webhook => new[] { webhook.Then("failurePolicy"), webhook.Then("namespaceSelector") }),
            entry => FieldManager.IsWebhookManager(entry.Manager)),
        new(
            "a HorizontalPodAutoscaler sets the replicas",
            _ => [FieldPath.Of("spec", "replicas")],
            entry => entry is { Subresource: "scale", Manager: "kube-controller-manager" or "horizontal-pod-autoscaler" }),
    ];

    private static readonly OwnershipRule GatewayRule = new(
        "the gateway step holds it; --gateway=keep gives it back to the release",
        GatewayPaths,
        entry => entry.IsApplyOf(FieldManager.Gateway));

    private static readonly OwnershipRule EditedGatewayRule = new(
        "it was set by hand, which is how a gateway without a load balancer is made reachable; --gateway=keep gives it back to the release",
        body => (string?)body["metadata"]?["name"] == GatewayReport.ServiceName ? GatewayPaths(body) : [],
        entry => FieldManager.IsHandEdit(entry.Manager));

    /// <summary>Takes the paths out of a body that the rules give away.</summary>
    /// <param name="body">The body; it is changed in place.</param>
    /// <param name="live">The live object.</param>
    /// <param name="keepGateway">Whether the gateway's fields stay ours (<c>--gateway=keep</c>).</param>
    /// <returns>What was left out, with the manager that owns it.</returns>
    public static IReadOnlyList<ReleasedField> Apply(JsonObject body, JsonObject live, bool keepGateway)
    {
        var others = ManagedFieldsEntry.Read(live).Where(entry => entry.Manager != FieldManager.Installer).ToList();
        var released = new List<ReleasedField>();
        foreach (var rule in keepGateway ? Rules : [.. Rules, GatewayRule, EditedGatewayRule])
        {
            foreach (var path in rule.Paths(body).Where(path => path.Find(body) is not null).ToList())
            {
                var owner = others.FirstOrDefault(entry => rule.GivesTo(entry) && entry.Fields.Owns(path));
                if (owner is null || IsSame(path, body, live))
                    continue;
                path.RemoveFrom(body);
                released.Add(new(path.ToString(), owner.Manager, rule.Reason));
                if ((rule == GatewayRule || rule == EditedGatewayRule) && (string?)live["spec"]?["type"] == "ClusterIP")
                    RemoveNodePorts(body);
            }
        }

        return released;
    }

    // The server refuses node ports on a Service of this type, and its type is not ours to change.
    private static void RemoveNodePorts(JsonObject body)
    {
        foreach (var port in (body["spec"]?["ports"] as JsonArray ?? []).OfType<JsonObject>())
            port.Remove("nodePort");
    }

    // Both may own a field on whose value they agree; dropping ours would only write.
    private static bool IsSame(FieldPath path, JsonObject body, JsonObject live) =>
        ManagedFieldsEntry.Read(live).Any(entry => entry.IsInstaller && entry.Fields.Owns(path))
        && ValueEquality.AreWholesEqual(path.Find(body), path.Find(live), path);

    private static IEnumerable<FieldPath> Webhooks(JsonObject body) =>
        from webhook in (body["webhooks"] as JsonArray ?? []).OfType<JsonObject>()
        where webhook["name"] is not null
        select FieldPath.Of("webhooks").Then(FieldPathElement.OfKeys(new() { ["name"] = webhook["name"]!.DeepClone() }));

    private static IEnumerable<FieldPath> GatewayPaths(JsonObject body)
    {
        if ((string?)body["kind"] != "Service" || body["spec"] is not JsonObject spec)
            return [];
        var ports = from port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>()
                    let keys = new JsonObject { ["port"] = port["port"]?.DeepClone(), ["protocol"] = (string?)port["protocol"] ?? "TCP" }
                    select FieldPath.Of("spec", "ports").Then(FieldPathElement.OfKeys(keys)).Then("nodePort");
        return [FieldPath.Of("spec", "type"), .. ports];
    }
}
