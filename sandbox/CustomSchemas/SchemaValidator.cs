namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>Validates values by a schema, with the messages of kube-openapi's validation.</summary>
internal sealed class SchemaValidator
{
    /// <summary>Checks a value; nothing where it is what it was.</summary>
    public SchemaResult Validate(JsonNode? value, Previous previous, StructuralSchema schema, string path)
    {
        var result = new SchemaResult();
        if (previous.Equals(value))
            return result;
        var rules = schema.Rules;
        ScalarRules.CheckType(value, rules, path, result);
        if (value is not null)
        {
            SchemaCombinations.Check(this, value, previous, rules, path, result);
            ScalarRules.Check(value, rules, path, result);
            if (value is JsonArray list)
                CheckList(list, previous, schema, path, result);
        }
        CheckChoices(value, rules, path, result);
        if (value is JsonObject map)
            CheckMap(map, previous, schema, path, result);
        result.Count();
        return result;
    }

    private static void CheckChoices(JsonNode? value, ValueRules rules, string path, SchemaResult result)
    {
        if (rules.Choices.Count > 0 && !rules.Choices.Any(choice => JsonNode.DeepEquals(choice, value)))
            result.Add(SchemaError.Choice(path, value, rules.Choices.Select(choice =>
                choice?.GetValueKind() == JsonValueKind.String ? choice.GetValue<string>() : choice?.ToJsonString() ?? "null")));
        result.Count();
    }

    private void CheckList(JsonArray list, Previous previous, StructuralSchema schema, string path, SchemaResult result)
    {
        if (schema.Items is { } items)
            for (var index = 0; index < list.Count; index++)
                result.Merge(Validate(list[index], previous.Item(list[index], schema), items, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]")));
        if (list.Count < schema.Rules.MinItems)
            result.Add(SchemaError.Invalid(path, list.Count, string.Create(CultureInfo.InvariantCulture, $"should have at least {schema.Rules.MinItems} items")));
        if (list.Count > schema.Rules.MaxItems)
            result.Add(SchemaError.TooMany(path, list.Count, schema.Rules.MaxItems.Value));
        if (schema.Rules.HasUniqueItems && list.Index().Any(item => list.Take(item.Index).Any(other => JsonNode.DeepEquals(other, item.Item))))
            result.Add(SchemaError.Invalid(path, "", "shouldn't contain duplicates"));
        result.Count();
    }

    private void CheckMap(JsonObject map, Previous previous, StructuralSchema schema, string path, SchemaResult result)
    {
        var rules = schema.Rules;
        if (map.Count < rules.MinProperties)
            result.Add(SchemaError.Invalid(path, map.Count, string.Create(CultureInfo.InvariantCulture, $"should have at least {rules.MinProperties} properties")));
        if (map.Count > rules.MaxProperties)
            result.Add(SchemaError.TooMany(path, map.Count, rules.MaxProperties.Value));
        foreach (var (key, value) in map)
            if (!schema.Properties.ContainsKey(key) && schema.AdditionalProperties is { } additional)
                result.Merge(Validate(value, previous.Field(key), additional, $"{path}.{key}"));
        foreach (var (name, property) in schema.Properties)
            if (map.TryGetPropertyValue(name, out var value))
                result.Merge(Validate(value, previous.Field(name), property, path.Length == 0 ? name : $"{path}.{name}"));
        foreach (var name in rules.Required)
            if (!map.ContainsKey(name))
                result.Add(SchemaError.Required(path.Length == 0 ? name : $"{path}.{name}"));
        result.Count();
    }
}
