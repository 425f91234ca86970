namespace Cake.Istio.Sandbox.Validation;

/// <summary>CustomResourceDefinitions (apiextensions' validation).</summary>
internal static class DefinitionRules
{
    private const string Approval = "api-approved.kubernetes.io";

    private const int MostSelectable = 8;

    // The server keeps each of these once where all versions share it, and says so in its paths.
    private static readonly string[] Parts = ["schema", "subresources", "additionalPrinterColumns", "selectableFields"];
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
        var shared = Array.FindAll(Parts, part => spec["versions"].Items().All(version => JsonNode.DeepEquals(version[part].Value, spec["versions"].At(0)[part].Value)));
        CheckVersions(spec["versions"], shared);
        foreach (var name in (ReadOnlySpan<string>)["plural", "singular", "kind", "listKind"])
            spec["names"][name].Require();
        CheckNames(spec["names"]);
        CheckParts(part => new FieldCursor(shared.Contains(part) ? spec["versions"].Items().FirstOrDefault().Value?[part] : null, part == "schema" ? "spec.validation" : "spec." + part, spec.Findings),
            spec["versions"].Items().Any(HasStatus), "validations.schema is included");
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

    private static void CheckVersions(FieldCursor versions, string[] shared)
    {
        foreach (var version in versions.Items())
        {
            if (NameRules.Rfc1035Label(version["name"].Text).ToList() is { Count: > 0 } messages)
                version.Findings.Invalid(version["name"].Path, version["name"].Text, string.Join(',', messages));
            CheckWarning(version);
            CheckParts(part => shared.Contains(part) ? version[""] : version[part], HasStatus(version), "`version.schema.openAPIV3Schema` is not included");
        }
        var shown = versions with { Value = versions.IsSet ? new JsonArray([.. versions.Items().Select(version => Internal(version, shared))]) : null };
        if (versions.Items().Select(version => version["name"].Text).Distinct().Count() != versions.Count)
            shown.Invalid("must contain unique version names");
        if (versions.Items().Count(version => version["storage"].IsTrue) != 1)
            shown.Invalid("must have exactly one version marked as storage version");
    }

    private static void CheckWarning(FieldCursor version)
    {
        var warning = version["deprecationWarning"];
        if (!warning.IsSet)
            return;
        if (!version["deprecated"].IsTrue)
            warning.Invalid("can only be set for deprecated versions");
        else if (warning.Text.Length > 256)
            warning.Invalid("must be <= 256 characters long");
        else if (warning.Text.Length == 0)
            warning.Invalid("must not be an empty string");
        else if (warning.Text.AsSpan().IndexOfAnyInRange('\0', '\u001f') is >= 0 and var index)
            warning.Invalid($"must only contain printable UTF-8 characters; non-printable character found at index {index}");
    }

    /// <summary>A version as the server shows it: in its internal form, without what all versions share.</summary>
    private static JsonObject Internal(FieldCursor version, string[] shared)
    {
        JsonNode? Own(string part) => shared.Contains(part) ? null : version[part].Value?.DeepClone();
        return new JsonObject
        {
            ["Name"] = version["name"].Text, ["Served"] = version["served"].IsTrue, ["Storage"] = version["storage"].IsTrue, ["Deprecated"] = version["deprecated"].IsTrue,
            ["DeprecationWarning"] = version["deprecationWarning"].Value?.DeepClone(), ["Schema"] = Own("schema"), ["Subresources"] = Own("subresources"),
            ["AdditionalPrinterColumns"] = Own("additionalPrinterColumns"), ["SelectableFields"] = Own("selectableFields"),
        };
    }

    /// <summary>What a version says for itself, or all of them share.</summary>
    private static void CheckParts(Func<string, FieldCursor> part, bool hasStatus, string whenSelectable)
    {
        var schema = part("schema")["openAPIV3Schema"];
        if (schema.IsSet)
            SchemaRules.Check(schema, hasStatus);
        CheckScale(part("subresources")["scale"]);
        foreach (var column in part("additionalPrinterColumns").Items())
            CheckColumn(column);
        var selectable = part("selectableFields");
        if (selectable.Count > 0 && !schema.IsSet)
            selectable.Findings.Invalid(selectable.Path, "", "may only be set when " + whenSelectable);
        else if (selectable.Count > 0)
            CheckSelectable(selectable, schema);
    }

    private static void CheckSelectable(FieldCursor selectable, FieldCursor schema)
    {
        var met = new HashSet<string>();
        foreach (var path in selectable.Items().Select(field => field["jsonPath"]).Where(path => path.Require()))
        {
            var (error, found) = Find(path.Text, schema);
            if (error is not null)
            {
                path.Invalid("is an invalid path: " + error);
                continue;
            }
            if (path.Text == ".metadata" || path.Text.StartsWith(".metadata.", StringComparison.Ordinal))
                path.Invalid("must not point to fields in metadata");
            if (found["type"].Text is not ("string" or "boolean" or "integer"))
                path.Invalid("must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.");
            if (!met.Add(path.Text))
                path.Findings.Duplicate(path.Path, path.Value);
        }
        if (met.Count > MostSelectable)
            selectable.Findings.TooMany(selectable.Path, met.Count, MostSelectable);
    }

    private static (string? Error, FieldCursor Found) Find(string path, FieldCursor schema)
    {
        var steps = path.Split('.');
        if (steps[0].Length > 0)
            return ($"expected [ or . but got: {steps[0]}", schema);
        foreach (var step in steps.Skip(1))
        {
            var name = step.Split('[')[0];
            if (name.Length == 0)
                return ("unexpected end of JSON path", schema);
            schema = schema["properties"].IsSet ? schema["properties"].Key(name) : schema["additionalProperties"];
            if (!schema.IsSet)
                return ("does not refer to a valid field", schema);
            if (name != step)
                return ("array notation is not allowed", schema);
        }
        return (null, schema);
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
        var reviews = webhook["conversionReviewVersions"] with { Path = "spec.conversion.conversionReviewVersions" };
        if (conversion["strategy"].Text != "Webhook")
        {
            if (client.IsSet)
                client.Forbid("should not be set when strategy is not set to Webhook");
            if (reviews.Count > 0)
                reviews.Forbid("should not be set when strategy is not set to Webhook");
            return;
        }
        if (client.IsSet)
            WebhookRules.CheckClient(client);
        else
            client.Findings.Required(client.Path, "required when strategy is set to Webhook");
        WebhookRules.CheckReviewVersions(reviews, "");
    }

    private static void CheckStoredVersions(FieldCursor stored, FieldCursor versions)
    {
        if (stored.Count == 0)
        {
            stored.Invalid("must have at least one stored version");
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

    private static bool HasStatus(FieldCursor version) => version["subresources"]["status"].IsSet;
}
