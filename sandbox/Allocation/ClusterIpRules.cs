using System.Net.Sockets;

namespace Cake.Istio.Sandbox.Allocation;

/// <summary>What must hold between the linked address fields of a Service before anything is allocated.</summary>
internal static class ClusterIpRules
{
    private static readonly string[] Families = ["IPv4", "IPv6"];
    private static readonly string[] Policies = ["PreferDualStack", "RequireDualStack", "SingleStack"];

    /// <summary>The rules on the object alone.</summary>
    public static IEnumerable<StatusCause> Check(JsonObject service)
    {
        var spec = service.At("spec");
        var ips = spec.Texts("clusterIPs").ToArray();
        var families = spec.Texts("ipFamilies").ToArray();
        if (ips.Length > 0 && ips[0] != (spec.Text("clusterIP") ?? ips[0]))
            yield return FieldError.Invalid("spec.clusterIPs", spec.At("clusterIPs"), "first value must match `clusterIP`");
        foreach (var cause in CheckFamilies(families))
            yield return cause;
        if (spec.Text("ipFamilyPolicy") is { } policy && !Policies.Contains(policy))
            yield return FieldError.NotSupported("spec.ipFamilyPolicy", policy, Policies);

        var malformed = CheckAddresses(spec.At("clusterIPs"), ips).ToArray();
        foreach (var cause in malformed)
            yield return cause;
        if (malformed.Length > 0 || ServiceType.IsHeadless(service))
            yield break;
        if (ips.Length > 1 && ips.Select(ip => IPAddress.Parse(ip).AddressFamily).Distinct().Count() != ips.Length)
            yield return FieldError.Invalid("spec.clusterIPs", spec.At("clusterIPs"), "may specify no more than one IP for each IP family");
        for (var index = 0; index < Math.Min(ips.Length, families.Length); index++)
        {
            if (families[index] != Family(ips[index]))
                yield return FieldError.Invalid($"spec.clusterIPs[{index}]", ips[index], $"expected an {families[index]} value as indicated by `ipFamilies[{index}]`");
        }
    }

    /// <summary>The rules between the stored object and the next one: an address never changes, except from and to ExternalName.</summary>
    public static IEnumerable<StatusCause> CheckUpdate(JsonObject service, JsonObject old)
    {
        if (ServiceType.IsExternalName(service) || ServiceType.IsExternalName(old) || (ServiceType.IsHeadless(service) && ServiceType.IsHeadless(old)))
            yield break;
        var next = service.Texts("spec", "clusterIPs").ToArray();
        var stored = old.Texts("spec", "clusterIPs").ToArray();
        if (next.Length == 0 && stored.Length > 0)
            yield return FieldError.Invalid("spec.clusterIPs[0]", service.At("spec", "clusterIPs"), "primary clusterIP can not be unset");
        for (var index = 0; index < Math.Min(next.Length, stored.Length); index++)
        {
            if (next[index] != stored[index])
                yield return FieldError.Invalid($"spec.clusterIPs[{index}]", service.At("spec", "clusterIPs"), "may not change once set");
        }
    }

    private static IEnumerable<StatusCause> CheckFamilies(string[] families)
    {
        for (var index = 0; index < families.Length; index++)
        {
            if (!Families.Contains(families[index]))
                yield return FieldError.NotSupported($"spec.ipFamilies[{index}]", families[index], Families);
            else if (families.Take(index).Contains(families[index]))
                yield return FieldError.Duplicate($"spec.ipFamilies[{index}]", families[index]);
        }
    }

    private static IEnumerable<StatusCause> CheckAddresses(JsonNode? all, string[] ips)
    {
        for (var index = 0; index < ips.Length; index++)
        {
            if (index == 0 && ips[0] == "None")
            {
                if (ips.Length > 1)
                    yield return FieldError.Invalid("spec.clusterIPs", all, "'None' must be the first and only value");
            }
            else if (!IPAddress.TryParse(ips[index], out var address) || address.ToString() != ips[index])
            {
                yield return FieldError.Invalid($"spec.clusterIPs[{index}]", ips[index], "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
            }
        }
        if (ips.Length > 2)
            yield return FieldError.Invalid("spec.clusterIPs", all, "may only hold up to 2 values");
    }

    private static string Family(string ip) => IPAddress.Parse(ip).AddressFamily == AddressFamily.InterNetwork ? "IPv4" : "IPv6";
}
