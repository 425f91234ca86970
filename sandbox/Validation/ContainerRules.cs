namespace Cake.Istio.Sandbox.Validation;

/// <summary>Containers of all sorts.</summary>
internal static class ContainerRules
{
    /// <summary>Checks what all containers have in common.</summary>
    public static void Check(FieldCursor container, IReadOnlySet<string> volumes)
    {
        if (container["name"].Require())
            container["name"].Invalid(NameRules.Label(container["name"].Text));
        container["image"].Require();
        container["terminationMessagePolicy"].RequireChoice("File", "FallbackToLogsOnError");
        CheckPorts(container["ports"]);
        EnvironmentRules.Check(container["env"], container["envFrom"]);
        CheckMounts(container["volumeMounts"], volumes);
        container["imagePullPolicy"].RequireChoice("Always", "IfNotPresent", "Never");
        ResourceRules.Check(container["resources"]);
        CheckSecurity(container["securityContext"]);
    }

    /// <summary>Checks probes and hooks.</summary>
    public static void CheckProbes(FieldCursor container)
    {
        foreach (var hook in (ReadOnlySpan<string>)["postStart", "preStop"])
            if (container["lifecycle"][hook].IsSet)
                ProbeRules.CheckHandler(container["lifecycle"][hook]);
        ProbeRules.Check(container["livenessProbe"], succeedsOnce: true);
        ProbeRules.Check(container["readinessProbe"], succeedsOnce: false);
        ProbeRules.Check(container["startupProbe"], succeedsOnce: true);
    }

    /// <summary>A container that runs before the others has none.</summary>
    public static void ForbidProbes(FieldCursor container)
    {
        foreach (var field in (ReadOnlySpan<string>)["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"])
            container[field].Forbid("may not be set for init containers without restartPolicy=Always");
    }

    /// <summary>No two containers want the same port of the host.</summary>
    public static void CheckHostPorts(IEnumerable<FieldCursor> containers)
    {
        var taken = new HashSet<string>();
        foreach (var port in containers.SelectMany(container => container["ports"].Items()))
        {
            if ((port["hostPort"].Number ?? 0) is var number && number == 0)
                continue;
            var key = string.Create(CultureInfo.InvariantCulture, $"{port["protocol"].Text}/{port["hostIP"].Text}/{number}");
            if (!taken.Add(key))
                port.Findings.Duplicate(port["hostPort"].Path, key);
        }
    }

    private static void CheckPorts(FieldCursor ports)
    {
        var names = new HashSet<string>();
        foreach (var port in ports.Items())
        {
            if (port["name"].Text is { Length: > 0 } name)
            {
                var messages = NameRules.PortName(name).ToList();
                port["name"].Invalid(messages);
                if (messages.Count == 0 && !names.Add(name))
                    port.Findings.Duplicate(port["name"].Path, name);
            }
            if (port["containerPort"].Number is null or 0)
                port.Findings.Required(port["containerPort"].Path);
            else
                port["containerPort"].Invalid(NameRules.PortNumber(port["containerPort"].Number));
            if (port["hostPort"].Number is { } hostPort and not 0)
                port["hostPort"].Invalid(NameRules.PortNumber(hostPort));
            port["protocol"].RequireChoice("SCTP", "TCP", "UDP");
        }
    }

    private static void CheckMounts(FieldCursor mounts, IReadOnlySet<string> volumes)
    {
        var paths = new HashSet<string>();
        foreach (var mount in mounts.Items())
        {
            mount["name"].Require();
            if (!volumes.Contains(mount["name"].Text))
                mount.Findings.NotFound(mount["name"].Path, mount["name"].Text);
            mount["mountPath"].Require();
            if (!paths.Add(mount["mountPath"].Text))
                mount["mountPath"].Invalid("must be unique");
            if (mount["subPath"].Text is { Length: > 0 } path)
                VolumeRules.CheckDescending(mount.Findings, $"{mounts.Path}.subPath", path);
        }
    }

    private static void CheckSecurity(FieldCursor security)
    {
        foreach (var id in (ReadOnlySpan<string>)["runAsUser", "runAsGroup"])
            if (security[id].Number is < 0 or > int.MaxValue)
                security[id].Invalid("must be between 0 and 2147483647, inclusive");
        if (security["allowPrivilegeEscalation"] is { IsSet: true, IsTrue: false } && security["privileged"].IsTrue)
            security.Invalid("cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
    }
}
