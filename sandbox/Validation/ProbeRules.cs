namespace Cake.Istio.Sandbox.Validation;

/// <summary>Probes and lifecycle hooks.</summary>
internal static class ProbeRules
{
    private static readonly string[] Handlers = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];
    private static readonly string[] Numbers = ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"];

    /// <summary>Checks a probe, if there is one.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="succeedsOnce">Is one success enough, as for liveness and startup?</param>
    public static void Check(FieldCursor probe, bool succeedsOnce)
    {
        if (!probe.IsSet)
            return;
        CheckHandler(probe);
        foreach (var number in Numbers)
            probe[number].RequireNonNegative();
        if (probe["terminationGracePeriodSeconds"].Number <= 0)
            probe["terminationGracePeriodSeconds"].Invalid("must be greater than 0");
        if (!succeedsOnce && probe["terminationGracePeriodSeconds"].IsSet)
            probe["terminationGracePeriodSeconds"].Invalid("must not be set for readinessProbes");
        if (succeedsOnce && probe["successThreshold"].Number != 1)
            probe["successThreshold"].Invalid("must be 1");
    }

    /// <summary>There is exactly one way to ask.</summary>
    public static void CheckHandler(FieldCursor handler)
    {
        var found = 0;
        foreach (var name in Handlers)
        {
            if (!handler[name].IsSet)
                continue;
            if (found++ > 0)
                handler[name].Forbid("may not specify more than 1 handler type");
            else
                CheckAction(name, handler[name]);
        }
        if (found == 0)
            handler.Findings.Required(handler.Path, "must specify a handler type");
    }

    private static void CheckAction(string name, FieldCursor action)
    {
        switch (name)
        {
            case "exec":
                action["command"].Require();
                break;
            case "httpGet":
                action["path"].Require();
                CheckPort(action["port"]);
                action["scheme"].Choose("HTTP", "HTTPS");
                foreach (var header in action["httpHeaders"].Items())
                    action.Findings.Invalid(action["httpHeaders"].Path, header["name"].Text, NameRules.HeaderName(header["name"].Text));
                break;
            case "tcpSocket" or "grpc":
                CheckPort(action["port"]);
                break;
            default:
                action["seconds"].RequireNonNegative();
                break;
        }
    }

    /// <summary>A port is a number or a name.</summary>
    public static void CheckPort(FieldCursor port) => port.Invalid(
        port.Value?.GetValueKind() == JsonValueKind.String ? NameRules.PortName(port.Text) : NameRules.PortNumber(port.Number));
}
