namespace Cake.Istio.Sandbox.Validation;

/// <summary>Services. What concerns cluster IPs and their families is checked where they are allocated.</summary>
internal static class ServiceRules
{
    /// <summary>Checks a Service.</summary>
    public static void Check(FieldCursor service)
    {
        var spec = service["spec"];
        var isHeadless = spec["clusterIP"].Text == "None";
        var type = spec["type"].Text;
        if (type != "ExternalName" && !isHeadless)
            spec["ports"].Require();
        if (isHeadless && type is "LoadBalancer" or "NodePort")
            service.Findings.Invalid("spec.clusterIPs[0]", "None", $"may not be set to 'None' for {type} services");
        if (type == "ExternalName")
            CheckExternalName(spec);
        CheckPorts(spec["ports"]);
        MetadataValidation.CheckLabels(spec["selector"]);
        CheckAffinity(spec);
        foreach (var ip in spec["externalIPs"].Items())
            AddressRules.CheckNotSpecial(ip);
        spec["type"].RequireChoice("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        CheckNodePorts(spec["ports"], type);
        CheckForType(spec, type);
        CheckTraffic(spec, type);
    }

    /// <summary>Checks what an update of a load balancer may not change.</summary>
    public static void CheckKept(FieldCursor service, FieldCursor old)
    {
        var (spec, before) = (service["spec"], old["spec"]);
        if (spec["type"].Text != "LoadBalancer" || before["type"].Text != "LoadBalancer")
            return;
        spec["loadBalancerClass"].RequireUnchanged(before["loadBalancerClass"], "may not change once set");
        if (IsLocal(spec) && IsLocal(before) && spec["healthCheckNodePort"].Number != before["healthCheckNodePort"].Number)
            spec.Findings.Forbidden("spec.healthCheckNodePort", "field is immutable");

        static bool IsLocal(FieldCursor spec) => spec["externalTrafficPolicy"].Text == "Local";
    }

    /// <summary>Checks an update of a Service's status.</summary>
    public static void CheckStatus(FieldCursor service)
    {
        if (service["spec"]["type"].Text != "LoadBalancer")
            service["status"]["loadBalancer"]["ingress"].Forbid("may only be used when `spec.type` is 'LoadBalancer'");
        else
            foreach (var point in service["status"]["loadBalancer"]["ingress"].Items())
            {
                if (point["ip"].IsEmpty)
                    point["ipMode"].Forbid("may not be specified when `ip` is not set");
                else
                    AddressRules.Check(point["ip"]);
                point["ipMode"].Choose("Proxy", "VIP");
                AddressRules.CheckHostname(point["hostname"]);
            }
    }

    private static void CheckExternalName(FieldCursor spec)
    {
        foreach (var field in (ReadOnlySpan<string>)["clusterIPs", "ipFamilies", "ipFamilyPolicy"])
            spec[field].Forbid("may not be set for ExternalName services");
        if (spec["externalName"].Require())
            spec["externalName"].Invalid(NameRules.Subdomain(spec["externalName"].Text.TrimEnd('.')));
    }

    private static void CheckPorts(FieldCursor ports)
    {
        var names = new HashSet<string>();
        foreach (var port in ports.Items())
        {
            var name = port["name"];
            if (ports.Count > 1 || !name.IsEmpty)
            {
                if (name.Require())
                {
                    name.Invalid(NameRules.Label(name.Text));
                    if (!names.Add(name.Text))
                        name.Findings.Duplicate(name.Path, name.Value);
                }
            }
            port["port"].Invalid(NameRules.PortNumber(port["port"].Number));
            port["protocol"].RequireChoice("SCTP", "TCP", "UDP");
            ProbeRules.CheckPort(port["targetPort"]);
            if (port["appProtocol"].IsSet)
                port["appProtocol"].Invalid(NameRules.LabelKey(port["appProtocol"].Text));
        }
    }

    private static void CheckAffinity(FieldCursor spec)
    {
        spec["sessionAffinity"].RequireChoice("ClientIP", "None");
        var timeout = spec["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"];
        if (spec["sessionAffinity"].Text == "ClientIP" && timeout.Number is <= 0 or > 86_400)
            timeout.Invalid("must be greater than 0 and less than 86400");
    }

    private static void CheckNodePorts(FieldCursor ports, string type)
    {
        if (type == "ClusterIP")
            foreach (var port in ports.Items())
                if (port["nodePort"].Number is not (null or 0))
                    port["nodePort"].Forbid("may not be used when `type` is 'ClusterIP'");
        var nodePorts = new HashSet<(string, long)>();
        foreach (var port in ports.Items())
            if (port["nodePort"].Number is { } number and not 0 && !nodePorts.Add((port["protocol"].Text, number)))
                port.Findings.Duplicate(port["nodePort"].Path, number);
        var numbers = new HashSet<(string, long?)>();
        foreach (var port in ports.Items())
            if (!numbers.Add((port["protocol"].Text, port["port"].Number)))
                port.Findings.Duplicate(port.Path, new JsonObject { ["protocol"] = port["protocol"].Text, ["port"] = port["port"].Number, ["targetPort"] = 0 });
    }

    private static void CheckForType(FieldCursor spec, string type)
    {
        if (spec["loadBalancerSourceRanges"].Count > 0)
        {
            // The capital letter is the server's.
            var path = "spec.LoadBalancerSourceRanges";
            if (type != "LoadBalancer")
                spec.Findings.Forbidden(path, "may only be used when `type` is 'LoadBalancer'");
            foreach (var (range, index) in spec["loadBalancerSourceRanges"].Items().Select((range, index) => (range, index)))
                AddressRules.CheckRange(range with { Path = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]") });
        }
        if (type == "LoadBalancer")
            return;
        spec["allocateLoadBalancerNodePorts"].Forbid("may only be used when `type` is 'LoadBalancer'");
        spec["loadBalancerClass"].Forbid("may only be used when `type` is 'LoadBalancer'");
    }

    private static void CheckTraffic(FieldCursor spec, string type)
    {
        var external = spec["externalTrafficPolicy"];
        if (type is "NodePort" or "LoadBalancer" || (type == "ClusterIP" && spec["externalIPs"].Count > 0))
            external.RequireChoice("Cluster", "Local");
        else if (!external.IsEmpty)
            external.Invalid("may only be set for externally-accessible services");
        if (spec["healthCheckNodePort"].Number is not (null or 0) && !(type == "LoadBalancer" && external.Text == "Local"))
            spec["healthCheckNodePort"].Invalid("may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
        spec["internalTrafficPolicy"].Choose("Cluster", "Local");
        spec["trafficDistribution"].Choose("PreferClose", "PreferSameNode", "PreferSameZone");
    }
}
