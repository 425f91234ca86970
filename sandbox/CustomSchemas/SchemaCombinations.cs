namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>anyOf, oneOf, allOf and not.</summary>
internal static class SchemaCombinations
{
    /// <summary>Checks them. Of alternatives none of which holds, the one that came closest says why.</summary>
    public static void Check(SchemaValidator validator, JsonNode value, Previous previous, ValueRules rules, string path, SchemaResult result)
    {
        if (rules.AnyOf.Count > 0)
            CheckAnyOf(validator, value, previous, rules, path, result);
        if (rules.OneOf.Count > 0)
            CheckOneOf(validator, value, previous, rules, path, result);
        if (rules.AllOf.Count > 0)
            CheckAllOf(validator, value, previous, rules, path, result);
        if (rules.Not is { } not && validator.Validate(value, previous, not, path).IsValid)
            result.Add(SchemaError.Combination($"\"{path}\" must not validate the schema (not)"));
        result.Count();
    }

    private static void CheckAnyOf(SchemaValidator validator, JsonNode value, Previous previous, ValueRules rules, string path, SchemaResult result)
    {
        SchemaResult? best = null;
        foreach (var schema in rules.AnyOf)
        {
            var alternative = validator.Validate(value, previous, schema, path);
            if (alternative.IsValid)
            {
                result.Merge(alternative);
                return;
            }
            if (best is null || alternative.Matches > best.Matches)
                best = alternative;
        }
        result.Add(SchemaError.Combination($"\"{path}\" must validate at least one schema (anyOf)"));
        result.Merge(best!);
    }

    private static void CheckOneOf(SchemaValidator validator, JsonNode value, Previous previous, ValueRules rules, string path, SchemaResult result)
    {
        var alternatives = rules.OneOf.Select(schema => validator.Validate(value, previous, schema, path)).ToList();
        var valid = alternatives.Count(alternative => alternative.IsValid);
        if (valid == 1)
        {
            result.Merge(alternatives.First(alternative => alternative.IsValid));
            return;
        }
        var found = valid == 0 ? "Found none valid" : string.Create(CultureInfo.InvariantCulture, $"Found {valid} valid alternatives");
        result.Add(SchemaError.Combination($"\"{path}\" must validate one and only one schema (oneOf). {found}"));
        if (valid == 0)
            result.Merge(alternatives.MaxBy(alternative => alternative.Matches)!);
    }

    private static void CheckAllOf(SchemaValidator validator, JsonNode value, Previous previous, ValueRules rules, string path, SchemaResult result)
    {
        var valid = 0;
        foreach (var schema in rules.AllOf)
        {
            var part = validator.Validate(value, previous, schema, path);
            valid += part.IsValid ? 1 : 0;
            result.Merge(part);
        }
        if (valid != rules.AllOf.Count)
            result.Add(SchemaError.Combination($"\"{path}\" must validate all the schemas (allOf){(valid == 0 ? ". None validated" : "")}"));
    }
}
