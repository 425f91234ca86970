using System.Net.Sockets;
using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.Allocation;

/// <summary>What must hold between the linked address fields of a Service before anything is allocated.</summary>
internal static class ClusterIpRules
{
    private static readonly string[] Families = ["IPv4", "IPv6"];

    /// <summary>The rules on the object alone.</summary>
    public static void Check(FieldCursor spec)
    {
        var (all, families, policy) = (spec["clusterIPs"], spec["ipFamilies"], spec["ipFamilyPolicy"]);
        if (all.Count > 0 && !spec["clusterIP"].IsEmpty && all.At(0).Text != spec["clusterIP"].Text)
            all.Invalid("first value must match `clusterIP`");
        if (all.Count > 0 && spec["clusterIP"].IsEmpty)
            all.Invalid("must be empty when `clusterIP` is not specified");
        CheckFamilies(families);
        if (policy.IsSet && policy.Text is not ("PreferDualStack" or "RequireDualStack" or "SingleStack"))
            spec.Findings.NotSupported(policy.Path, policy.Value, "PreferDualStack", "RequireDualStack", "SingleStack");
        var before = spec.Findings.Causes.Count;
        CheckAddresses(all);
        if (spec.Findings.Causes.Count > before || spec["clusterIP"].Text == "None")
            return;
        var ips = all.Items().Where(ip => ip.Text != "None").ToArray();
        if (ips.Length > 1 && ips.Select(ip => Family(ip.Text)).Distinct().Count() != ips.Length)
            all.Invalid("may specify no more than one IP for each IP family");
        foreach (var (ip, family) in ips.Zip(families.Items()))
            if (family.Text != Family(ip.Text))
                ip.Invalid($"expected an {family.Text} value as indicated by `{family.Path["spec.".Length..]}`");
    }

    /// <summary>The rules between the stored object and the next one: an address never changes, except from and to ExternalName.</summary>
    public static void CheckUpdate(JsonObject service, JsonObject old, Findings findings)
    {
        if (ServiceType.IsExternalName(service) || ServiceType.IsExternalName(old) || (ServiceType.IsHeadless(service) && ServiceType.IsHeadless(old)))
            return;
        var (next, stored) = (service.Texts("spec", "clusterIPs").ToArray(), old.Texts("spec", "clusterIPs").ToArray());
        if (next.Length == 0 && stored.Length > 0)
            findings.Invalid("spec.clusterIPs[0]", service.At("spec", "clusterIPs"), "primary clusterIP can not be unset");
        for (var index = 0; index < Math.Min(next.Length, stored.Length); index++)
            if (next[index] != stored[index])
                findings.Invalid($"spec.clusterIPs[{index}]", service.At("spec", "clusterIPs"), "may not change once set");
    }

    private static void CheckFamilies(FieldCursor families)
    {
        var seen = new HashSet<string>();
        foreach (var family in families.Items())
            if (!Families.Contains(family.Text))
                family.Findings.NotSupported(family.Path, family.Value, Families);
            else if (!seen.Add(family.Text))
                family.Findings.Duplicate(family.Path, family.Value);
    }

    private static void CheckAddresses(FieldCursor all)
    {
        foreach (var (ip, index) in all.Items().Select((ip, index) => (ip, index)))
            if (index > 0 || ip.Text != "None")
            {
                if (!IPAddress.TryParse(ip.Text, out var address) || address.ToString() != ip.Text)
                    ip.Invalid("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
            }
            else if (all.Count > 1)
            {
                all.Invalid("'None' must be the first and only value");
            }
        if (all.Count > 2)
            all.Invalid("may only hold up to 2 values");
    }

    private static string Family(string ip) => IPAddress.Parse(ip).AddressFamily == AddressFamily.InterNetwork ? "IPv4" : "IPv6";
}
