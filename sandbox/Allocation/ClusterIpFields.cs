using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.Allocation;

/// <summary>The linked fields clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy, on a cluster that has IPv4 only (KEP-563).</summary>
internal static class ClusterIpFields
{
    private const string Policy = "spec.ipFamilyPolicy";

    /// <summary>Brings the list in line with the single field, as clients that know only one of them mean it.</summary>
    public static void Normalize(JsonObject service, JsonObject? old)
    {
        var spec = service.Child("spec");
        var ip = spec.Text("clusterIP") ?? "";
        var ips = spec.Texts("clusterIPs").ToArray();
        if (old is null)
        {
            if (ip.Length > 0 && ips.Length == 0)
                spec["clusterIPs"] = new JsonArray(ip);
            return;
        }
        var oldIp = old.Text("spec", "clusterIP") ?? "";
        var oldIps = old.Texts("spec", "clusterIPs").ToArray();
        if (ip == oldIp)
        {
            if (oldIps.Length > 0 && ips.Length == 0)
                spec["clusterIPs"] = old.Copy("spec", "clusterIPs");
        }
        else if (ips.SequenceEqual(oldIps))
        {
            if (ip.Length == 0)
                spec.Remove("clusterIPs");
            else
                spec["clusterIPs"] = new JsonArray(ip);
        }
    }

    /// <summary>Fills in families and policy.</summary>
    /// <exception cref="StatusException">422: the fields contradict each other or ask for what this cluster has not.</exception>
    public static void Complete(JsonObject service, JsonObject? old)
    {
        if (ServiceType.IsExternalName(service))
            return;
        var spec = service.Child("spec");
        var selectorless = ServiceType.IsHeadless(service) && ServiceType.IsSelectorless(service);
        spec["ipFamilyPolicy"] ??= old.Copy("spec", "ipFamilyPolicy") ?? (selectorless ? "RequireDualStack" : "SingleStack");
        Refuse(service, findings => ClusterIpRules.Check(new FieldCursor(service, "", findings)["spec"]));

        var policy = spec.Text("ipFamilyPolicy");
        if (policy == "SingleStack")
            KeepFirstOnly(spec, old);
        Refuse(service, findings => Contradict(spec, policy, findings));

        var families = spec.Texts("ipFamilies").ToList();
        if (families.Count == 0)
            families.Add("IPv4");
        if (selectorless)
        {
            if (families.Count == 1 && policy != "SingleStack")
                families.Add(families[0] == "IPv4" ? "IPv6" : "IPv4");
        }
        else
        {
            Refuse(service, findings => CheckConfigured(families, policy, findings));
        }
        spec["ipFamilies"] = new JsonArray([.. families.Select(family => JsonValue.Create(family))]);
    }

    /// <summary>Refuses with all causes, if there are any.</summary>
    public static void Refuse(JsonObject service, Action<Findings> check)
    {
        var findings = new Findings();
        check(findings);
        if (findings.Causes.Count > 0)
            throw StatusException.Invalid("", "Service", service.Name(), findings.Causes);
    }

    // The primary address never changes, so asking for a single stack is enough to give up the secondary one.
    private static void KeepFirstOnly(JsonObject spec, JsonObject? old)
    {
        foreach (var field in (string[])["clusterIPs", "ipFamilies"])
        {
            var values = spec.Texts(field).ToArray();
            if (old is not null && values.Length > 1 && values.SequenceEqual(old.Texts("spec", field)))
                spec[field] = new JsonArray(values[0]);
        }
    }

    private static void Contradict(JsonObject spec, string? policy, Findings findings)
    {
        foreach (var (field, what) in (ReadOnlySpan<(string, string)>)[("clusterIPs", "cluster IPs"), ("ipFamilies", "IP families")])
            if (policy == "SingleStack" && spec.Texts(field).Count() > 1)
                findings.Invalid(Policy, policy, $"must be 'RequireDualStack' or 'PreferDualStack' when multiple {what} are specified");
    }

    private static void CheckConfigured(List<string> families, string? policy, Findings findings)
    {
        if (policy == "RequireDualStack")
            findings.Invalid(Policy, policy, "this cluster is not configured for dual-stack services");
        for (var index = 0; index < families.Count; index++)
            if (families[index] != "IPv4")
                findings.Invalid($"spec.ipFamilies[{index}]", families[index], "not configured on this cluster");
    }
}
