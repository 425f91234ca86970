namespace Cake.Istio.Sandbox.Validation;

/// <summary>CustomResourceDefinitions (apiextensions' validation).</summary>
internal static class DefinitionRules
{
    private const string Approval = "api-approved.kubernetes.io";

    private static readonly string[] ColumnTypes = ["boolean", "date", "integer", "number", "string"];
    private static readonly string[] ColumnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

    /// <summary>What is wrong with the name of a definition; nothing for other kinds.</summary>
    public static IEnumerable<string> ExpectedName(KindSchema kind, FieldCursor definition)
    {
        if (kind.QualifiedKind != "CustomResourceDefinition.apiextensions.k8s.io")
            return [];
        var spec = definition["spec"];
        return definition["metadata"]["name"].Text == $"{spec["names"]["plural"].Text}.{spec["group"].Text}" ? [] : ["must be spec.names.plural+\".\"+spec.group"];
    }

    /// <summary>Checks a definition.</summary>
    public static void Check(FieldCursor definition)
    {
        var spec = definition["spec"];
        CheckGroup(spec["group"]);
        spec["scope"].RequireChoice("Cluster", "Namespaced");
        foreach (var version in spec["versions"].Items())
            version["schema"]["openAPIV3Schema"].RequireSet();
        CheckVersions(spec["versions"]);
        foreach (var name in (ReadOnlySpan<string>)["plural", "singular", "kind", "listKind"])
            spec["names"][name].Require();
        CheckNames(spec["names"]);
        if (SharedSchema(spec["versions"]) is { } shared)
            SchemaRules.Check(shared with { Path = "spec.validation.openAPIV3Schema" }, HasStatus(spec["versions"].At(0)));
        CheckConversion(spec["conversion"]);
        CheckNames(definition["status"]["acceptedNames"]);
        CheckStoredVersions(definition["status"]["storedVersions"], spec["versions"]);
        CheckApproval(definition);
        if (spec["preserveUnknownFields"].IsTrue)
            spec["preserveUnknownFields"].Invalid("cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
    }

    /// <summary>Names that objects are stored under stay.</summary>
    public static void CheckKept(FieldCursor definition, FieldCursor old)
    {
        var (spec, before) = (definition["spec"], old["spec"]);
        var isEstablished = old["status"]["conditions"].Items().Any(condition => condition["type"].Text == "Established" && condition["status"].Text == "True");
        if (isEstablished)
        {
            spec["scope"].RequireUnchanged(before["scope"]);
            spec["names"]["kind"].RequireUnchanged(before["names"]["kind"]);
        }
        spec["group"].RequireUnchanged(before["group"]);
        spec["names"]["plural"].RequireUnchanged(before["names"]["plural"]);
    }

    private static void CheckGroup(FieldCursor group)
    {
        if (!group.Require())
            return;
        var messages = NameRules.Subdomain(group.Text).ToList();
        if (messages.Count > 0)
            group.Invalid(string.Join(',', messages));
        else if (!group.Text.Contains('.', StringComparison.Ordinal))
            group.Invalid("should be a domain with at least one dot");
    }

    private static void CheckVersions(FieldCursor versions)
    {
        var isShared = SharedSchema(versions) is not null;
        foreach (var version in versions.Items())
        {
            if (NameRules.Rfc1035Label(version["name"].Text).ToList() is { Count: > 0 } messages)
                version.Findings.Invalid(version["name"].Path, version["name"].Text, string.Join(',', messages));
            if (version["deprecationWarning"].IsSet && !version["deprecated"].IsTrue)
                version["deprecationWarning"].Invalid("can only be set for deprecated versions");
            if (!isShared && version["schema"]["openAPIV3Schema"].IsSet)
                SchemaRules.Check(version["schema"]["openAPIV3Schema"], HasStatus(version));
            CheckScale(version["subresources"]["scale"]);
            foreach (var column in version["additionalPrinterColumns"].Items())
                CheckColumn(column);
        }
        if (versions.Items().Select(version => version["name"].Text).Distinct().Count() != versions.Count)
            versions.Invalid("must contain unique version names");
        if (versions.Items().Count(version => version["storage"].IsTrue) != 1)
            versions.Invalid("must have exactly one version marked as storage version");
    }

    private static void CheckScale(FieldCursor scale)
    {
        if (!scale.IsSet)
            return;
        foreach (var (field, parent) in (ReadOnlySpan<(string, string)>)[("specReplicasPath", ".spec"), ("statusReplicasPath", ".status")])
            if (scale[field].Require() && CheckPath(scale[field]) && !scale[field].Text.StartsWith(parent + ".", StringComparison.Ordinal))
                scale[field].Invalid($"should be a json path under {parent}");
        var selector = scale["labelSelectorPath"];
        if (!selector.IsEmpty && CheckPath(selector) && !selector.Text.StartsWith(".spec.", StringComparison.Ordinal) && !selector.Text.StartsWith(".status.", StringComparison.Ordinal))
            selector.Invalid("should be a json path under either .spec or .status");
    }

    private static void CheckColumn(FieldCursor column)
    {
        column["name"].Require();
        var type = column["type"];
        if (type.Require($"must be one of {string.Join(',', ColumnTypes)}") && !ColumnTypes.Contains(type.Text))
            type.Invalid($"must be one of {string.Join(',', ColumnTypes)}");
        if (!column["format"].IsEmpty && !ColumnFormats.Contains(column["format"].Text))
            column["format"].Invalid($"must be one of {string.Join(',', ColumnFormats)}");
        var path = column["jsonPath"] with { Path = column.Path + ".JSONPath" };
        if (path.Require())
            CheckPath(path);
    }

    private static bool CheckPath(FieldCursor path)
    {
        if (path.Text.StartsWith('.'))
            return true;
        path.Invalid("must be a simple json path starting with .");
        return false;
    }

    private static void CheckNames(FieldCursor names)
    {
        foreach (var name in (ReadOnlySpan<string>)["plural", "singular"])
            CheckLabel(names[name], names[name].Text, "");
        foreach (var name in (ReadOnlySpan<string>)["kind", "listKind"])
            CheckLabel(names[name], names[name].Text.ToLowerInvariant(), "may have mixed case, but should otherwise match: ");
        foreach (var name in names["shortNames"].Items())
            CheckLabel(name, name.Text, "");
        if (!names["kind"].IsEmpty && names["kind"].Text == names["listKind"].Text)
            names["listKind"].Invalid("kind and listKind may not be the same");
        foreach (var category in names["categories"].Items())
            CheckLabel(category, category.Text, "");
    }

    private static void CheckLabel(FieldCursor field, string name, string prefix)
    {
        if (!field.IsEmpty && NameRules.Rfc1035Label(name).ToList() is { Count: > 0 } messages)
            field.Invalid(prefix + string.Join(',', messages));
    }

    private static void CheckConversion(FieldCursor conversion)
    {
        conversion["strategy"].RequireChoice("None", "Webhook");
        var webhook = conversion["webhook"];
        var client = webhook["clientConfig"] with { Path = "spec.conversion.webhookClientConfig" };
        if (conversion["strategy"].Text != "Webhook")
        {
            if (client.IsSet)
                client.Forbid("should not be set when strategy is not set to Webhook");
            return;
        }
        if (client.IsSet)
            WebhookRules.CheckClient(client);
        else
            client.Findings.Required(client.Path, "required when strategy is set to Webhook");
        WebhookRules.CheckReviewVersions(webhook["conversionReviewVersions"] with { Path = "spec.conversion.conversionReviewVersions" }, "");
    }

    private static void CheckStoredVersions(FieldCursor stored, FieldCursor versions)
    {
        if (stored.Count == 0)
        {
            stored.Findings.Invalid(stored.Path, stored.Value ?? new JsonArray(), "must have at least one stored version");
            return;
        }
        foreach (var version in versions.Items().Where(version => version["storage"].IsTrue))
            if (!stored.Items().Any(name => name.Text == version["name"].Text))
                stored.Invalid("must have the storage version " + version["name"].Text);
        foreach (var name in stored.Items())
            if (!versions.Items().Any(version => version["name"].Text == name.Text))
                name.Invalid($"missing from spec.versions; {name.Text} was previously a storage version, and must remain in spec.versions until "
                    + $"a storage migration ensures no data remains persisted in {name.Text} and removes {name.Text} from status.storedVersions");
    }

    private static void CheckApproval(FieldCursor definition)
    {
        var group = definition["spec"]["group"].Text;
        if (!group.EndsWith(".k8s.io", StringComparison.Ordinal) && !group.EndsWith(".kubernetes.io", StringComparison.Ordinal) && group is not ("k8s.io" or "kubernetes.io"))
            return;
        var annotation = definition["metadata"]["annotations"].Key(Approval);
        if (!annotation.Require($"protected groups must have approval annotation \"{Approval}\", see https://github.com/kubernetes/enhancements/pull/1111"))
            return;
        if (!annotation.Text.StartsWith("unapproved", StringComparison.Ordinal) && !(Uri.TryCreate(annotation.Text, UriKind.Absolute, out var url) && url.Host.Length > 0))
            annotation.Invalid($"protected groups must have approval annotation \"{Approval}\" with either a URL or a reason starting with \"unapproved\", "
                + "see https://github.com/kubernetes/enhancements/pull/1111");
    }

    // The server keeps a schema that all versions share once, and says so in its paths.
    private static FieldCursor? SharedSchema(FieldCursor versions)
    {
        var schemas = versions.Items().Select(version => version["schema"]).ToList();
        return schemas.Count > 0 && schemas.TrueForAll(schema => schema["openAPIV3Schema"].IsSet && JsonNode.DeepEquals(schema.Value, schemas[0].Value))
            ? schemas[0]["openAPIV3Schema"]
            : null;
    }

    private static bool HasStatus(FieldCursor version) => version["subresources"]["status"].IsSet;
}
