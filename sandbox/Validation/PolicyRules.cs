namespace Cake.Istio.Sandbox.Validation;

/// <summary>Disruption budgets and network policies.</summary>
internal static class PolicyRules
{
    /// <summary>Checks a PodDisruptionBudget.</summary>
    public static void CheckBudget(FieldCursor budget)
    {
        var spec = budget["spec"];
        if (spec["minAvailable"].IsSet && spec["maxUnavailable"].IsSet)
            spec.Invalid("minAvailable and maxUnavailable cannot be both set");
        foreach (var name in (ReadOnlySpan<string>)["minAvailable", "maxUnavailable"])
        {
            IntOrPercentRules.Check(spec[name]);
            IntOrPercentRules.CheckNotMoreThanAll(spec[name]);
        }
        SelectorRules.Check(spec["selector"]);
        spec["unhealthyPodEvictionPolicy"].Choose("AlwaysAllow", "IfHealthyBudget");
    }

    /// <summary>Checks a NetworkPolicy.</summary>
    public static void CheckNetworkPolicy(FieldCursor policy)
    {
        var spec = policy["spec"];
        SelectorRules.Check(spec["podSelector"]);
        foreach (var (rules, peers) in (ReadOnlySpan<(string, string)>)[("ingress", "from"), ("egress", "to")])
            foreach (var rule in spec[rules].Items())
            {
                foreach (var port in rule["ports"].Items())
                    CheckPort(port);
                foreach (var peer in rule[peers].Items())
                    CheckPeer(peer);
            }
        if (spec["policyTypes"].Count > 2)
            spec["policyTypes"].Invalid("may not specify more than two policyTypes");
        else
            foreach (var type in spec["policyTypes"].Items())
                type.Choose("Egress", "Ingress");
    }

    private static void CheckPort(FieldCursor port)
    {
        port["protocol"].Choose("SCTP", "TCP", "UDP");
        if (port["port"].IsSet)
            ProbeRules.CheckPort(port["port"]);
        if (port["endPort"].Number is not { } end)
            return;
        if (port["port"].Number is not { } start)
            port["endPort"].Forbid("may not be specified when `port` is not specified");
        else if (end < start)
            port["endPort"].Invalid("must be greater than or equal to `port`");
    }

    private static void CheckPeer(FieldCursor peer)
    {
        SelectorRules.Check(peer["podSelector"]);
        SelectorRules.Check(peer["namespaceSelector"]);
        var block = peer["ipBlock"];
        if (block.IsSet && (peer["podSelector"].IsSet || peer["namespaceSelector"].IsSet))
            peer.Findings.Forbidden(peer.Path, "may not specify both ipBlock and another peer");
        else if (!block.IsSet && !peer["podSelector"].IsSet && !peer["namespaceSelector"].IsSet)
            peer.Findings.Required(peer.Path, "must specify a peer");
        if (block.IsSet && block["cidr"].Require() && !IPNetwork.TryParse(block["cidr"].Text, out _))
            block["cidr"].Invalid("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    }
}
