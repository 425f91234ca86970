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
            CheckAddresses(endpoint["addresses"], slice["addressType"].Text);
        var names = new HashSet<string>();
        foreach (var port in slice["ports"].Items())
        {
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
        if (spec["accessModes"].Require("at least 1 access mode is required"))
            foreach (var mode in spec["accessModes"].Items())
                mode.Choose("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
        spec["resources"]["requests"].Key("storage").Require();
        SelectorRules.Check(spec["selector"]);
    }

    /// <summary>A claim stays as it is, but for its size.</summary>
    public static void CheckClaimKept(FieldCursor claim, FieldCursor old)
    {
        if (!JsonNode.DeepEquals(Fixed(claim), Fixed(old)))
            claim.Findings.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");

        static JsonNode? Fixed(FieldCursor value)
        {
            var spec = value["spec"].Value?.DeepClone() as JsonObject;
            foreach (var field in (ReadOnlySpan<string>)["resources", "volumeName", "volumeAttributesClassName"])
                spec?.Remove(field);
            return spec;
        }
    }

    /// <summary>Checks an Ingress.</summary>
    public static void CheckIngress(FieldCursor ingress)
    {
        var spec = ingress["spec"];
        if (spec["rules"].Count == 0 && !spec["defaultBackend"].IsSet)
            spec.Invalid("either `defaultBackend` or `rules` must be specified");
        foreach (var path in spec["rules"].Items().SelectMany(rule => rule["http"]["paths"].Items()))
        {
            path["pathType"].Require("pathType must be specified");
            path["pathType"].Choose("Exact", "ImplementationSpecific", "Prefix");
            if (path["pathType"].Text is "Exact" or "Prefix" && !path["path"].Text.StartsWith('/'))
                path["path"].Invalid("must be an absolute path");
        }
    }

    private static void CheckAddresses(FieldCursor addresses, string type)
    {
        if (!addresses.Require("must contain at least 1 address"))
            return;
        foreach (var address in addresses.Items())
        {
            if (type == "FQDN")
                address.Invalid(NameRules.Subdomain(address.Text));
            else if (!IPAddress.TryParse(address.Text, out var ip))
                address.Invalid("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
            else if (type == "IPv4" != (ip.AddressFamily == AddressFamily.InterNetwork))
                address.Invalid(type == "IPv4" ? "must be an IPv4 address" : "must be an IPv6 address");
        }
    }
}
