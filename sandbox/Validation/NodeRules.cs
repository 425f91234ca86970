namespace Cake.Istio.Sandbox.Validation;

/// <summary>Nodes.</summary>
internal static class NodeRules
{
    /// <summary>Checks a Node.</summary>
    public static void Check(FieldCursor node)
    {
        CheckTaints(node);
        CheckResources(node["status"]);
        var ranges = node["spec"]["podCIDRs"];
        foreach (var range in ranges.Items())
            AddressRules.CheckRange(range);
        if (ranges.Count > 2 || (ranges.Count == 2 && ranges.At(0).Text.Contains(':', StringComparison.Ordinal) == ranges.At(1).Text.Contains(':', StringComparison.Ordinal)))
            ranges.Invalid("may specify no more than one CIDR for each IP family");
    }

    /// <summary>Checks what a write of a Node, or of its status, may not change.</summary>
    public static void CheckKept(FieldCursor node, FieldCursor old)
    {
        CheckResources(node["status"]);
        var addresses = new HashSet<(string, string)>();
        foreach (var address in node["status"]["addresses"].Items())
            if (!addresses.Add((address["type"].Text, address["address"].Text)))
                address.Findings.Duplicate(address.Path, new JsonObject { ["Type"] = address["type"].Text, ["Address"] = address["address"].Text });
        var (spec, before) = (node["spec"], old["spec"]);
        if (!before["podCIDRs"].IsEmpty && !JsonNode.DeepEquals(spec["podCIDRs"].Value, before["podCIDRs"].Value))
            spec.Findings.Forbidden("spec.podCIDRs", "node updates may not change podCIDR except from \"\" to valid");
        if (!before["providerID"].IsEmpty && spec["providerID"].Text != before["providerID"].Text)
            spec.Findings.Forbidden("spec.providerID", "node updates may not change providerID except from \"\" to valid");
        CheckTaints(node);
        if (spec["externalID"].Text != before["externalID"].Text)
            spec.Findings.Forbidden("spec.externalID", "may not be updated");
    }

    // A server looks for them in the spec and says that they are in the metadata.
    private static void CheckTaints(FieldCursor node)
    {
        var taints = node["spec"]["taints"] with { Path = "metadata.taints" };
        var seen = new HashSet<(string, string)>();
        foreach (var taint in taints.Items())
        {
            taint["key"].Findings.Invalid(taint["key"].Path, taint["key"].Text, NameRules.LabelKey(taint["key"].Text));
            if (string.Join(';', NameRules.LabelValue(taint["value"].Text)) is { Length: > 0 } problems)
                taint["value"].Invalid(problems);
            taint["effect"].RequireChoice("NoSchedule", "PreferNoSchedule", "NoExecute");
            if (!seen.Add((taint["key"].Text, taint["effect"].Text)))
                taint.Findings.Duplicate(taint.Path, new JsonObject
                {
                    ["Key"] = taint["key"].Text, ["Value"] = taint["value"].Text, ["Effect"] = taint["effect"].Text, ["TimeAdded"] = taint["timeAdded"].Value?.DeepClone(),
                }, "taints must be unique by key and effect pair");
        }
    }

    private static void CheckResources(FieldCursor status)
    {
        foreach (var list in (ReadOnlySpan<string>)["capacity", "allocatable"])
            foreach (var name in status[list].Names())
                QuotaRules.CheckAmount(name, status[list][name]);
    }
}
