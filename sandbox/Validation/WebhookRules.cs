namespace Cake.Istio.Sandbox.Validation;

/// <summary>Mutating- and ValidatingWebhookConfigurations.</summary>
internal static class WebhookRules
{
    /// <summary>Checks a configuration.</summary>
    public static void Check(FieldCursor configuration, bool isMutating)
    {
        var names = new HashSet<string>();
        foreach (var hook in configuration["webhooks"].Items())
        {
            CheckName(hook["name"]);
            foreach (var rule in hook["rules"].Items())
                CheckRule(rule);
            hook["failurePolicy"].Choose("Fail", "Ignore");
            hook["matchPolicy"].Choose("Equivalent", "Exact");
            if (hook["sideEffects"].Require("must specify one of None, NoneOnDryRun"))
                hook["sideEffects"].Choose("None", "NoneOnDryRun");
            if (hook["timeoutSeconds"].Number is < 1 or > 30)
                hook["timeoutSeconds"].Invalid("the timeout value must be between 1 and 30 seconds");
            SelectorRules.Check(hook["namespaceSelector"]);
            SelectorRules.Check(hook["objectSelector"]);
            if (isMutating)
                hook["reinvocationPolicy"].Choose("IfNeeded", "Never");
            CheckClient(hook["clientConfig"]);
            CheckReviewVersions(hook["admissionReviewVersions"], "must specify one of v1, v1beta1");
            if (!hook["name"].IsEmpty && !names.Add(hook["name"].Text))
                hook.Findings.Duplicate(hook["name"].Path, hook["name"].Value);
        }
    }

    /// <summary>Checks the versions of reviews that a webhook understands.</summary>
    public static void CheckReviewVersions(FieldCursor versions, string whenEmpty)
    {
        if (!versions.Require(whenEmpty))
            return;
        var seen = new HashSet<string>();
        foreach (var version in versions.Items())
        {
            if (seen.Add(version.Text))
                version.Invalid(NameRules.Rfc1035Label(version.Text));
            else
                version.Invalid("duplicate version");
        }
        if (!seen.Contains("v1") && !seen.Contains("v1beta1"))
            versions.Invalid("must include at least one of v1, v1beta1");
    }

    /// <summary>A webhook is reached by URL or by Service.</summary>
    public static void CheckClient(FieldCursor client)
    {
        if (client["url"].IsSet == client["service"].IsSet)
            client.Findings.Required(client.Path, "exactly one of url or service is required");
        else if (client["url"].IsSet)
            CheckUrl(client["url"]);
        else
            CheckService(client["service"]);
    }

    private static void CheckName(FieldCursor name)
    {
        if (!name.Require())
            return;
        var messages = NameRules.Subdomain(name.Text).ToList();
        if (messages.Count > 0)
            name.Invalid(string.Join(',', messages));
        else if (name.Text.Split('.').Length < 3)
            name.Invalid("should be a domain with at least three segments separated by dots");
    }

    private static void CheckRule(FieldCursor rule)
    {
        if (rule["operations"].Require())
            foreach (var operation in rule["operations"].Items())
                operation.Choose("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
        CheckWildcard(rule["operations"], "operations");
        rule["apiGroups"].Require();
        CheckWildcard(rule["apiGroups"], "API groups");
        rule["apiVersions"].Require();
        CheckWildcard(rule["apiVersions"], "API versions");
        foreach (var version in rule["apiVersions"].Items())
            version.Require();
        if (rule["resources"].Require())
            foreach (var resource in rule["resources"].Items())
                resource.Require();
        if (rule["resources"].Count > 1 && rule["resources"].Items().Any(resource => resource.Text == "*/*"))
            rule["resources"].Invalid("if '*/*' is present, must not specify other resources");
        rule["scope"].Choose("*", "Cluster", "Namespaced");
    }

    private static void CheckWildcard(FieldCursor list, string what)
    {
        if (list.Count > 1 && list.Items().Any(item => item.Text == "*"))
            list.Invalid($"if '*' is present, must not specify other {what}");
    }

    private static void CheckUrl(FieldCursor url)
    {
        const string Form = "; desired format: https://host[/path]";
        if (!Uri.TryCreate(url.Text, UriKind.Absolute, out var uri))
        {
            url.Findings.Invalid(url.Path, "", "'https' is the only allowed URL scheme" + Form);
            url.Findings.Invalid(url.Path, "", "host must be specified" + Form);
            return;
        }
        if (uri.Scheme != "https")
            url.Findings.Invalid(url.Path, uri.Scheme, "'https' is the only allowed URL scheme" + Form);
        if (uri.Host.Length == 0)
            url.Findings.Invalid(url.Path, "", "host must be specified" + Form);
        if (uri.UserInfo.Length > 0)
            url.Findings.Invalid(url.Path, uri.UserInfo, "user information is not permitted in the URL");
        if (uri.Fragment.Length > 1)
            url.Findings.Invalid(url.Path, uri.Fragment[1..], "fragments are not permitted in the URL");
        if (uri.Query.Length > 1)
            url.Findings.Invalid(url.Path, uri.Query[1..], "query parameters are not permitted in the URL");
    }

    private static void CheckService(FieldCursor service)
    {
        service["name"].Require();
        service["namespace"].Require();
        foreach (var message in NameRules.PortNumber(service["port"].Number))
            service["port"].Invalid("port is not valid: " + message);
        var path = service["path"];
        if (path.Text is "" or "/")
            return;
        if (!path.Text.StartsWith('/'))
            path.Invalid("must start with a '/'");
        var steps = path.Text[1..].TrimEnd('/').Split('/');
        for (var index = 0; index < steps.Length; index++)
            path.Invalid(steps[index].Length == 0
                ? [string.Create(CultureInfo.InvariantCulture, $"segment[{index}] may not be empty")]
                : NameRules.Subdomain(steps[index]).Select(message => string.Create(CultureInfo.InvariantCulture, $"segment[{index}]: {message}")));
    }
}
