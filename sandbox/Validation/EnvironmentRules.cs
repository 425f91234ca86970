namespace Cake.Istio.Sandbox.Validation;

/// <summary>Environment variables of a container.</summary>
internal static class EnvironmentRules
{
    private static readonly string[] Sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

    private static readonly string[] Fields =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    private static readonly string[] Resources =
    [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory",
    ];

    /// <summary>Checks single variables and whole sources.</summary>
    public static void Check(FieldCursor variables, FieldCursor sources)
    {
        foreach (var variable in variables.Items())
        {
            if (variable["name"].Require())
                variable["name"].Invalid(NameRules.EnvironmentVariable(variable["name"].Text));
            if (variable["valueFrom"].IsSet)
                CheckValueFrom(variable["valueFrom"], variable["value"].Text.Length > 0);
        }
        foreach (var source in sources.Items())
            CheckSource(sources, source);
    }

    private static void CheckValueFrom(FieldCursor from, bool hasValue)
    {
        var found = Sources.Where(source => from[source].IsSet).ToList();
        foreach (var source in found)
            CheckReference(source, from[source]);
        if (found.Count == 0)
            from.Findings.Invalid(from.Path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
        else if (hasValue)
            from.Findings.Invalid(from.Path, "", "may not be specified when `value` is not empty");
        else if (found.Count > 1)
            from.Findings.Invalid(from.Path, "", "may not have more than one field specified at a time");
    }

    private static void CheckReference(string source, FieldCursor reference)
    {
        switch (source)
        {
            case "fieldRef":
                CheckFieldPath(reference);
                break;
            case "resourceFieldRef":
                if (reference["resource"].Require() && !reference["resource"].Text.Contains(".hugepages-", StringComparison.Ordinal))
                    reference["resource"].Choose(Resources);
                break;
            case "configMapKeyRef" or "secretKeyRef":
                reference["name"].Invalid(NameRules.Subdomain(reference["name"].Text));
                if (reference["key"].Require())
                    reference["key"].Invalid(NameRules.ConfigKey(reference["key"].Text));
                break;
            default:
                reference["key"].Require();
                break;
        }
    }

    private static void CheckFieldPath(FieldCursor reference)
    {
        if (!reference["fieldPath"].Require())
            return;
        var path = reference["fieldPath"].Text;
        if (path.StartsWith("metadata.annotations['", StringComparison.Ordinal) || path.StartsWith("metadata.labels['", StringComparison.Ordinal))
            return;
        // The versioned labels of the downward API are few; any other does not convert.
        if (path is "spec.restartPolicy" or "spec.schedulerName" or "status.phase" or "status.nominatedNodeName" or "metadata.labels" or "metadata.annotations")
            reference.Findings.NotSupported(reference["fieldPath"].Path, path, Fields);
        else if (!Fields.Contains(path))
            reference["fieldPath"].Invalid($"error converting fieldPath: field label not supported: {path}");
    }

    private static void CheckSource(FieldCursor all, FieldCursor source)
    {
        if (source["prefix"].Text is { Length: > 0 } prefix)
            source["prefix"].Invalid(NameRules.EnvironmentVariable(prefix));
        var found = new[] { "configMapRef", "secretRef" }.Where(name => source[name].IsSet).ToList();
        foreach (var name in found)
            if (source[name]["name"].Require())
                source[name]["name"].Invalid(NameRules.Subdomain(source[name]["name"].Text));
        if (found.Count == 0)
            all.Findings.Invalid(all.Path, "", "must specify one of: `configMapRef` or `secretRef`");
        else if (found.Count > 1)
            all.Findings.Invalid(all.Path, "", "may not have more than one field specified at a time");
    }
}
