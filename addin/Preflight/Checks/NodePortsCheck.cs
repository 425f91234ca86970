using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Readiness;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the node ports that the release fixes are free, else which Service has them.</summary>
internal static class NodePortsCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "node-ports";

    /// <summary>Compares the ports of planned Services with those of all others.</summary>
    /// <param name="services">The Services of all namespaces.</param>
    /// <param name="changes">The plan.</param>
    public static Finding Check(IReadOnlyList<JsonObject> services, IReadOnlyList<PlannedChange> changes)
    {
        var taken = (from service in services
                     from port in Ports(service)
                     group (Namespace: service.Text("metadata", "namespace"), Name: service.Name(), port.Port) by (port.NodePort, port.Protocol) into owners
                     select owners).ToDictionary(owners => owners.Key, owners => owners.First());
        var wanted =
            (from change in changes
             where change.Subject is { Group: "", Kind: "Service" } && change.Action != ChangeAction.Deleted
             from port in Ports(change.Body)
             select (change.Subject, port.NodePort, port.Protocol, port.Name)).ToList();
        var conflicts =
            (from port in wanted
             let owner = taken.GetValueOrDefault((port.NodePort, port.Protocol))
             where owner != default && (owner.Namespace, owner.Name) != (port.Subject.Namespace, port.Subject.Name)
             select (port, owner)).ToList();
        if (conflicts.Count == 0)
            return Finding.Passed(Id, wanted.Count == 0 ? "The release fixes no node port." : $"Free, or its own: the {Counted.Of(wanted.Count, "node port")} that the release fixes.");
        var first = conflicts[0].owner;
        return Finding.Warning(
            Id,
            $"Taken by other Services: {conflicts.Count} of the {Counted.Of(wanted.Count, "node port")} that the release fixes.",
            $"Give the other Service another port, or delete it: kubectl edit service {first.Name} -n {first.Namespace}",
            conflicts.Select(conflict => $"{conflict.port.NodePort}/{conflict.port.Protocol}, {conflict.port.Name} of {conflict.port.Subject}, is taken by Service {conflict.owner.Namespace}/{conflict.owner.Name} for its port {conflict.owner.Port}").ToBounded());
    }

    private static IEnumerable<(long NodePort, string Protocol, string Name, long Port)> Ports(JsonObject service) =>
        from port in service.Objects("spec", "ports")
        let nodePort = port.Number("nodePort") ?? 0
        where nodePort > 0
        select (nodePort, port.Text("protocol") ?? "TCP", port.Text("name") ?? $"port {port.Number("port")}", port.Number("port") ?? 0);
}
