namespace Cake.Istio.Sandbox.Allocation;

/// <summary>The addresses and node ports of a Service.</summary>
internal sealed record Taken(HashSet<string> Addresses, HashSet<int> Ports)
{
    /// <summary>What a Service has.</summary>
    public static Taken By(JsonObject service)
    {
        var ports = service.Objects("spec", "ports").Select(port => port.Number("nodePort")).Append(service.Number("spec", "healthCheckNodePort"));
        var addresses = service.Texts("spec", "clusterIPs").Append(service.Text("spec", "clusterIP")).OfType<string>();
        return new Taken(
            addresses.Where(address => address.Length > 0 && address != "None").ToHashSet(StringComparer.Ordinal),
            ports.Where(port => port is > 0).Select(port => (int)port!.Value).ToHashSet());
    }
}
