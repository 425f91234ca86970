using System.Net.Sockets;

namespace Cake.Istio.Sandbox.Validation;

/// <summary>Kinds with few rules.</summary>
internal static class MiscellaneousRules
{
    /// <summary>Checks a Lease.</summary>
    public static void CheckLease(FieldCursor lease)
    {
        if (lease["spec"]["leaseDurationSeconds"].Number <= 0)
            lease["spec"]["leaseDurationSeconds"].Invalid("must be greater than 0");
        lease["spec"]["leaseTransitions"].RequireNonNegative();
    }

    /// <summary>Checks an EndpointSlice.</summary>
    public static void CheckEndpointSlice(FieldCursor slice)
    {
        slice["addressType"].RequireChoice("FQDN", "IPv4", "IPv6");
        if (slice["endpoints"].Count > 1000)
            slice.Findings.TooMany("endpoints", slice["endpoints"].Count, 1000);
        foreach (var endpoint in slice["endpoints"].Items())
        {
            CheckAddresses(endpoint["addresses"], slice["addressType"].Text);
            if (endpoint["nodeName"].IsSet)
                endpoint["nodeName"].Invalid(NameRules.Subdomain(endpoint["nodeName"].Text));
            if (endpoint["hostname"].IsSet)
                endpoint["hostname"].Invalid(NameRules.Label(endpoint["hostname"].Text));
        }
        var names = new HashSet<string>();
        foreach (var port in slice["ports"].Items())
        {
            if (port["name"].Text is { Length: > 0 } name)
                port["name"].Invalid(NameRules.Label(name));
            if (!names.Add(port["name"].Text))
                port.Findings.Duplicate(port["name"].Path, port["name"].Text);
            port["protocol"].RequireChoice("SCTP", "TCP", "UDP");
        }
    }

    /// <summary>Checks Endpoints.</summary>
    public static void CheckEndpoints(FieldCursor endpoints)
    {
        foreach (var subset in endpoints["subsets"].Items())
        {
            if (subset["addresses"].Count + subset["notReadyAddresses"].Count == 0)
                subset.Findings.Required(subset.Path, "must specify `addresses` or `notReadyAddresses`");
            foreach (var address in subset["addresses"].Items().Concat(subset["notReadyAddresses"].Items()))
            {
                AddressRules.CheckNotSpecial(address["ip"]);
                if (address["hostname"].Text is { Length: > 0 } name)
                    address["hostname"].Invalid(NameRules.Label(name));
            }
            foreach (var port in subset["ports"].Items())
            {
                if (subset["ports"].Count > 1 && port["name"].Require())
                    port["name"].Invalid(NameRules.Label(port["name"].Text));
                port["port"].Invalid(NameRules.PortNumber(port["port"].Number));
                port["protocol"].RequireChoice("SCTP", "TCP", "UDP");
            }
        }
    }

    /// <summary>The sort of addresses stays.</summary>
    public static void CheckEndpointSliceKept(FieldCursor slice, FieldCursor old) => slice["addressType"].RequireUnchanged(old["addressType"]);

    /// <summary>Checks a PersistentVolumeClaim.</summary>
    public static void CheckClaim(FieldCursor claim)
    {
        var spec = claim["spec"];
        spec["accessModes"].Require("at least 1 access mode is required");
        SelectorRules.Check(spec["selector"]);
        foreach (var mode in spec["accessModes"].Items())
            (mode with { Path = spec["accessModes"].Path }).Choose("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
        if (spec["accessModes"].Count > 1 && spec["accessModes"].Items().Any(mode => mode.Text == "ReadWriteOncePod"))
            spec["accessModes"].Forbid("may not use ReadWriteOncePod with other access modes");
        var storage = spec["resources"]["requests"].Key("storage") with { Path = "spec.resources[storage]" };
        if (storage.Require() && Quantity.TryParse(storage.Text, out var size) is null && size.Nanos <= 0)
            storage.Invalid("must be greater than zero");
        spec["volumeMode"].Choose("Block", "Filesystem");
    }

    /// <summary>A claim stays as it is, but for its size.</summary>
    public static void CheckClaimKept(FieldCursor claim, FieldCursor old)
    {
        if (!JsonNode.DeepEquals(Fixed(claim), Fixed(old)))
            claim.Findings.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");

        static JsonObject Fixed(FieldCursor value) => value["spec"].Without("resources", "volumeName", "volumeAttributesClassName");
    }

    private static void CheckAddresses(FieldCursor addresses, string type)
    {
        if (!addresses.Require("must contain at least 1 address"))
            return;
        foreach (var address in addresses.Items())
        {
            if (type == "FQDN")
                CheckDomain(address);
            else if (type is "IPv4" or "IPv6" && IPAddress.TryParse(address.Text, out var ip) && type == "IPv4" != (ip.AddressFamily == AddressFamily.InterNetwork))
                addresses.Findings.Invalid(addresses.Path, address.Text, $"must be an {type} address");
            if (type is "IPv4" or "IPv6")
                AddressRules.CheckNotSpecial(address);
        }
    }

    private static void CheckDomain(FieldCursor domain)
    {
        if (!domain.Require())
            return;
        var name = domain.Text.EndsWith('.') ? domain.Text[..^1] : domain.Text;
        if (NameRules.Subdomain(name).ToList() is { Count: > 0 } messages)
            domain.Findings.Invalid(domain.Path, name, string.Join(',', messages));
        else if (!name.Contains('.', StringComparison.Ordinal))
            domain.Findings.Invalid(domain.Path, name, "should be a domain with at least two segments separated by dots");
    }

    /// <summary>Checks a PriorityClass.</summary>
    public static void CheckPriorityClass(FieldCursor priority)
    {
        var isSystem = priority["metadata"]["name"].Text.StartsWith("system-", StringComparison.Ordinal);
        if (isSystem && priority["metadata"]["name"].Text is not ("system-node-critical" or "system-cluster-critical"))
            priority.Findings.Forbidden("metadata.name", "priority class names with 'system-' prefix are reserved for system use only. error: "
                + $"{priority["metadata"]["name"].Text} is not a known system priority class");
        else if (!isSystem && priority["value"].Number > 1_000_000_000)
            priority.Findings.Forbidden("value", "maximum allowed value of a user defined priority is 1000000000");
        priority["preemptionPolicy"].RequireChoice("PreemptLowerPriority", "Never");
    }

    /// <summary>A PriorityClass keeps its value.</summary>
    public static void CheckPriorityClassKept(FieldCursor priority, FieldCursor old)
    {
        if (priority["value"].Number != old["value"].Number)
            priority.Findings.Forbidden("value", "may not be changed in an update.");
        priority["preemptionPolicy"].RequireUnchanged(old["preemptionPolicy"]);
    }
}
