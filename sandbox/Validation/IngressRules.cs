namespace Cake.Istio.Sandbox.Validation;

/// <summary>Ingresses.</summary>
internal static class IngressRules
{
    /// <summary>Checks an Ingress.</summary>
    public static void Check(FieldCursor ingress)
    {
        var spec = ingress["spec"];
        if (spec["rules"].Count == 0 && !spec["defaultBackend"].IsSet)
            spec.Findings.Invalid(spec.Path, spec["rules"].Value, "either `defaultBackend` or `rules` must be specified");
        if (spec["defaultBackend"].IsSet)
            CheckBackend(spec["defaultBackend"]);
        foreach (var rule in spec["rules"].Items())
        {
            if (rule["host"].Text is { Length: > 0 } host)
                CheckHost(rule["host"], host);
            if (rule["http"].IsSet)
                rule["http"]["paths"].Require();
            foreach (var path in rule["http"]["paths"].Items())
                CheckPath(path);
        }
        foreach (var host in spec["tls"].Items().SelectMany(tls => tls["hosts"].Items()))
            CheckHost(host, host.Text);
        if (spec["ingressClassName"].IsSet)
            spec["ingressClassName"].Invalid(NameRules.Subdomain(spec["ingressClassName"].Text));
    }

    private static void CheckHost(FieldCursor host, string name)
    {
        if (host.Path.EndsWith(".host", StringComparison.Ordinal) && IPAddress.TryParse(name, out _))
            host.Invalid("must be a DNS name, not an IP address");
        if (!name.Contains('*', StringComparison.Ordinal))
            host.Invalid(NameRules.Subdomain(name));
        else if (!name.StartsWith("*.", StringComparison.Ordinal) || NameRules.Subdomain(name[2..]).Any())
            host.Invalid("a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, "
                + @"'-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
    }

    private static void CheckPath(FieldCursor path)
    {
        if (!path["pathType"].Require("pathType must be specified"))
            return;
        path["pathType"].Choose("Exact", "ImplementationSpecific", "Prefix");
        var (text, isMatched) = (path["path"].Text, path["pathType"].Text is "Exact" or "Prefix");
        if (!text.StartsWith('/') && (isMatched || (text.Length > 0 && path["pathType"].Text == "ImplementationSpecific")))
            path["path"].Invalid("must be an absolute path");
        if (isMatched)
        {
            path["path"].Invalid(new[] { "//", "/./", "/../", "%2f", "%2F" }.Where(part => text.Contains(part, StringComparison.Ordinal)).Select(part => $"must not contain '{part}'"));
            path["path"].Invalid(new[] { "/..", "/." }.Where(end => text.EndsWith(end, StringComparison.Ordinal)).Select(end => $"cannot end with '{end}'"));
        }
        CheckBackend(path["backend"]);
    }

    private static void CheckBackend(FieldCursor backend)
    {
        var (service, port) = (backend["service"], backend["service"]["port"]);
        if (service.IsSet == backend["resource"].IsSet)
            backend.Findings.Invalid(backend.Path, "", service.IsSet ? "cannot set both resource and service backends" : "resource or service backend is required");
        else if (backend["resource"].IsSet)
            foreach (var field in (ReadOnlySpan<string>)["kind", "name"])
                backend["resource"][field].Require();
        if (!service.IsSet || backend["resource"].IsSet)
            return;
        if (service["name"].Require())
            service["name"].Invalid(NameRules.Label(service["name"].Text));
        var (name, number) = (port["name"], port["number"].Number ?? 0);
        if (!name.IsEmpty && number != 0)
            backend.Findings.Invalid(backend.Path, "", "cannot set both port name & port number");
        else if (!name.IsEmpty)
            name.Invalid(NameRules.PortName(name.Text));
        else if (number != 0)
            port["number"].Invalid(NameRules.PortNumber(number));
        else
            backend.Findings.Required(backend.Path, "port name or number is required");
    }
}
