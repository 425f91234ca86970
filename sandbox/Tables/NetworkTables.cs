namespace Cake.Istio.Sandbox.Tables;

/// <summary>Services and what else leads traffic.</summary>
internal static class NetworkTables
{
    private const int ShownAddresses = 3;

    /// <summary>The printers by kind.</summary>
    public static IEnumerable<KeyValuePair<string, TablePrinter>> Printers { get; } =
    [
        new("Service", TablePrinter.Of("Name,Type,Cluster-IP,External-IP,Port(s),Age,Selector*", (value, now) =>
        [
            value.Name(), value.Text("spec", "type"), value.OrNone("spec", "clusterIP"), ExternalAddress(value),
            CellText.Joined(value.Objects("spec", "ports").Select(Port)), value.Age(now), CellText.Pairs(value.At("spec", "selector")),
        ])),
        new("Endpoints", TablePrinter.Of("Name,Endpoints,Age", (value, now) =>
        [
            value.Name(), Shortened(value.Objects("subsets").SelectMany(Sockets)), value.Age(now),
        ])),
        new("EndpointSlice", TablePrinter.Of("Name,AddressType,Ports,Endpoints,Age", (value, now) =>
        [
            value.Name(), value.Text("addressType"), SlicePorts(value), Shortened(value.Objects("endpoints").SelectMany(endpoint => endpoint.Texts("addresses")), "<unset>"),
            value.Age(now),
        ])),
        new("Ingress", TablePrinter.Of("Name,Class,Hosts,Address,Ports,Age", (value, now) =>
        [
            value.Name(), value.OrNone("spec", "ingressClassName"), Hosts(value), Balancers(value), value.Objects("spec", "tls").Any() ? "80, 443" : "80", value.Age(now),
        ])),
        new("IngressClass", TablePrinter.Of("Name,Controller,Parameters,Age", (value, now) =>
        [
            value.Name() + (value.Annotation("ingressclass.kubernetes.io/is-default-class") == "true" ? " (default)" : ""), value.Text("spec", "controller"), Reference(value.At("spec", "parameters")), value.Age(now),
        ])),
        new("NetworkPolicy", TablePrinter.Of("Name,Pod-Selector,Age", (value, now) =>
        [
            value.Name(), CellText.Selector(value.At("spec", "podSelector")), value.Age(now),
        ])),
        new("IPAddress", TablePrinter.Of("Name,ParentRef", (value, now) =>
        [
            value.Name(),
            string.Join('/', new[] { "resource", "namespace", "name" }.Select(part => value.Text("spec", "parentRef", part)).Where(part => !string.IsNullOrEmpty(part))),
            value.Age(now),
        ])),
        new("ServiceCIDR", TablePrinter.Of("Name,CIDRs,Age", (value, now) => [value.Name(), string.Join(',', value.Texts("spec", "cidrs")), value.Age(now)])),
    ];

    private static string ExternalAddress(JsonObject service)
    {
        var own = service.Texts("spec", "externalIPs").ToList();
        switch (service.Text("spec", "type"))
        {
            case "ExternalName":
                return service.Text("spec", "externalName") ?? "";
            case "LoadBalancer":
                var balancers = Balancers(service);
                var all = own.Prepend(balancers).Where(text => text.Length > 0).ToList();
                return all.Count > 0 ? string.Join(',', all) : "<pending>";
            default:
                return CellText.Joined(own);
        }
    }

    private static string Balancers(JsonObject value) =>
        string.Join(',', value.Objects("status", "loadBalancer", "ingress").Select(item => item.Text("ip") is { Length: > 0 } ip ? ip : item.Text("hostname"))
            .Where(text => !string.IsNullOrEmpty(text)).Distinct().Order(StringComparer.Ordinal));

    private static string Port(JsonObject port) => port.Number("nodePort") is { } node and > 0
        ? $"{port.Number("port")}:{node}/{port.Text("protocol")}"
        : $"{port.Number("port")}/{port.Text("protocol")}";

    private static IEnumerable<string> Sockets(JsonObject subset)
    {
        var addresses = subset.Objects("addresses").Select(address => address.Text("ip") ?? "").ToList();
        var ports = subset.Objects("ports").Select(port => port.Number("port")).ToList();
        return ports.Count == 0 ? addresses : ports.SelectMany(port => addresses.Select(address => $"{address}:{port}"));
    }

    private static string SlicePorts(JsonObject slice)
    {
        var ports = slice.Objects("ports").Select(port => port.Number("port")?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? port.Text("name") ?? "*").ToList();
        return Shortened(ports, "<unset>");
    }

    private static string Shortened(IEnumerable<string> texts, string none = "<none>")
    {
        var all = texts.ToList();
        if (all.Count == 0)
            return none;
        return string.Join(',', all.Take(ShownAddresses)) + (all.Count > ShownAddresses ? $" + {all.Count - ShownAddresses} more..." : "");
    }

    private static string Hosts(JsonObject ingress)
    {
        var hosts = ingress.Objects("spec", "rules").Select(rule => rule.Text("host")).Where(host => !string.IsNullOrEmpty(host)).ToList();
        if (hosts.Count == 0)
            return "*";
        return string.Join(',', hosts.Take(ShownAddresses)) + (hosts.Count > ShownAddresses ? $" + {hosts.Count - ShownAddresses} more..." : "");
    }

    private static string Reference(JsonNode? reference)
    {
        if (reference is null)
            return "<none>";
        var group = reference.Text("apiGroup") is { Length: > 0 } name ? $".{name}" : "";
        return $"{reference.Text("kind")}{group}/{reference.Text("name")}";
    }
}
