namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>Types, numbers and texts of a schema.</summary>
internal static class ScalarRules
{
    /// <summary>Is the value of one of the types?</summary>
    public static void CheckType(JsonNode? value, ValueRules rules, string path, SchemaResult result)
    {
        if (rules.Types.Count == 0)
            return;
        result.Count();
        var actual = TypeOf(value);
        var fits = value is null
            ? rules.IsNullable
            : rules.Types.Contains(actual) || (actual == "integer" && rules.Types.Contains("number")) || (actual == "number" && rules.Types.Contains("integer") && IsWhole(value));
        // A format takes text for what it says; whether it does is checked there.
        if (!fits && !(actual == "string" && rules.Format.Length > 0 && !rules.Types.Contains("integer") && !rules.Types.Contains("number")))
            result.Add(SchemaError.Type(path, string.Join(',', rules.Types), actual));
    }

    /// <summary>Do numbers and texts keep to their limits?</summary>
    public static void Check(JsonNode value, ValueRules rules, string path, SchemaResult result)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.Number:
                CheckNumber(value, rules, path, result);
                result.Count();
                break;
            case JsonValueKind.String:
                CheckText(value.GetValue<string>(), rules, path, result);
                result.Count();
                break;
            default:
                break;
        }
    }

    private static void CheckNumber(JsonNode value, ValueRules rules, string path, SchemaResult result)
    {
        var number = double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
        if (rules.Format == "int32" && number is < int.MinValue or > int.MaxValue)
            result.Add(SchemaError.Combination($"Checked value must be of type integer with format int32 in {path}"));
        if (rules.MultipleOf is { } factor && number % factor != 0)
            result.Add(SchemaError.Invalid(path, value.DeepClone(), $"should be a multiple of {Text(factor)}"));
        if (rules.Minimum is { } least && (rules.IsMinimumExclusive ? number <= least : number < least))
            result.Add(SchemaError.Invalid(path, value.DeepClone(), $"should be greater than {(rules.IsMinimumExclusive ? "" : "or equal to ")}{Text(least)}"));
        if (rules.Maximum is { } most && (rules.IsMaximumExclusive ? number >= most : number > most))
            result.Add(SchemaError.Invalid(path, value.DeepClone(), $"should be less than {(rules.IsMaximumExclusive ? "" : "or equal to ")}{Text(most)}"));
    }

    private static void CheckText(string value, ValueRules rules, string path, SchemaResult result)
    {
        var length = value.EnumerateRunes().Count();
        if (length > rules.MaxLength)
            result.Add(SchemaError.TooLong(path, rules.MaxLength.Value));
        else if (length < rules.MinLength)
            result.Add(SchemaError.Invalid(path, value, string.Create(CultureInfo.InvariantCulture, $"should be at least {rules.MinLength} chars long")));
        else if (rules.Expression?.IsMatch(value) == false)
            result.Add(SchemaError.Invalid(path, value, $"should match '{rules.Pattern}'"));
        if (rules.Format.Length > 0 && !Formats.Fits(rules.Format, value))
            result.Add(SchemaError.Type(path, rules.Format, value));
    }

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') ? "number" : "integer",
        _ => "boolean",
    };

    private static bool IsWhole(JsonNode value) => double.IsInteger(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture));

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
