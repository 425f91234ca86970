namespace Cake.Istio.Sandbox.Validation;

/// <summary>Pods and the templates they are made from.</summary>
internal static class PodTemplateRules
{
    /// <summary>Checks a template.</summary>
    public static void Check(FieldCursor template)
    {
        // A server names the metadata's fields without the metadata.
        MetadataValidation.CheckLabels(template["metadata"]["labels"] with { Path = $"{template.Path}.labels" });
        MetadataValidation.CheckAnnotations(template["metadata"]["annotations"] with { Path = $"{template.Path}.annotations" });
        CheckSpec(template["spec"]);
        if (template["spec"]["ephemeralContainers"].Count > 0)
            template["spec"]["ephemeralContainers"].Forbid("ephemeral containers not allowed in pod template");
    }

    /// <summary>Checks a template whose pods are kept running for a selector.</summary>
    /// <param name="template">The template.</param>
    /// <param name="selector">The selector that has to match its labels.</param>
    /// <param name="kind">The kind, for the message about deadlines.</param>
    public static void CheckSelected(FieldCursor template, FieldCursor selector, string kind)
    {
        CheckLabelsMatch(template, selector);
        Check(template);
        if (template["spec"]["restartPolicy"] is { IsEmpty: false, Text: not "Always" } policy)
            policy.Findings.NotSupported(policy.Path, policy.Value, "Always");
        template["spec"]["activeDeadlineSeconds"].Forbid($"activeDeadlineSeconds in {kind} is not Supported");
    }

    /// <summary>The labels are ones that the selector matches; none at all matches nothing.</summary>
    public static void CheckLabelsMatch(FieldCursor template, FieldCursor selector)
    {
        if (!selector.IsSet || (!selector.IsEmpty && !LabelSelector.Matches(selector.Value, template["metadata"]["labels"].Value.Map())))
            template["metadata"]["labels"].Invalid("`selector` does not match template `labels`");
    }

    /// <summary>Checks the spec of a Pod or a template.</summary>
    public static void CheckSpec(FieldCursor spec)
    {
        var volumes = VolumeRules.Check(spec["volumes"]);
        CheckContainers(spec, volumes);
        CheckHostNetwork(spec);
        spec["restartPolicy"].RequireChoice("Always", "OnFailure", "Never");
        spec["dnsPolicy"].RequireChoice("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        MetadataValidation.CheckLabels(spec["nodeSelector"]);
        SchedulingRules.CheckAffinity(spec["affinity"]);
        if (spec["dnsPolicy"].Text == "None" && spec["dnsConfig"].Require("must provide `dnsConfig` when `dnsPolicy` is None"))
            spec["dnsConfig"]["nameservers"].Require("must provide at least one DNS nameserver when `dnsPolicy` is None");
        if (spec["serviceAccountName"].Text is { Length: > 0 } account)
            spec["serviceAccountName"].Invalid(NameRules.Subdomain(account));
        if (spec["nodeName"].Text is { Length: > 0 } node)
            spec["nodeName"].Invalid(NameRules.Subdomain(node));
        if (spec["activeDeadlineSeconds"].Number is < 1 or > int.MaxValue)
            spec["activeDeadlineSeconds"].Invalid("must be between 1 and 2147483647, inclusive");
        if (spec["hostname"].Text is { Length: > 0 } hostname)
            spec["hostname"].Invalid(NameRules.Label(hostname));
        if (spec["subdomain"].Text is { Length: > 0 } subdomain)
            spec["subdomain"].Invalid(NameRules.Label(subdomain));
        SchedulingRules.CheckTolerations(spec["tolerations"]);
        if (spec["priorityClassName"].Text is { Length: > 0 } priority)
            spec["priorityClassName"].Invalid(NameRules.Subdomain(priority));
        SchedulingRules.CheckSpread(spec["topologySpreadConstraints"]);
        spec["terminationGracePeriodSeconds"].RequireNonNegative();
    }

    private static void CheckContainers(FieldCursor spec, IReadOnlySet<string> volumes)
    {
        var names = new HashSet<string>();
        if (spec["containers"].Require())
            foreach (var container in spec["containers"].Items())
            {
                ContainerRules.Check(container, volumes);
                if (!names.Add(container["name"].Text))
                    container["name"].Findings.Duplicate(container["name"].Path, container["name"].Value);
                ContainerRules.CheckProbes(container);
                container["restartPolicy"].Forbid("may not be set for non-init containers");
            }
        ContainerRules.CheckHostPorts(spec["containers"].Items());
        foreach (var container in spec["initContainers"].Items())
        {
            ContainerRules.Check(container, volumes);
            container["restartPolicy"].Choose("Always");
            if (container["name"].Text.Length > 0 && !names.Add(container["name"].Text))
                container["name"].Findings.Duplicate(container["name"].Path, container["name"].Value);
            ContainerRules.CheckHostPorts([container]);
            if (container["restartPolicy"].Text == "Always")
                ContainerRules.CheckProbes(container);
            else
                ContainerRules.ForbidProbes(container);
        }
    }

    private static void CheckHostNetwork(FieldCursor spec)
    {
        if (!spec["hostNetwork"].IsTrue)
            return;
        foreach (var port in spec["containers"].Items().SelectMany(container => container["ports"].Items()))
            if (port["hostPort"].Number is { } hostPort and not 0 && hostPort != port["containerPort"].Number)
                port["hostPort"].Invalid("must match `containerPort` when `hostNetwork` is true");
    }
}
