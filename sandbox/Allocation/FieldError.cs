namespace Cake.Istio.Sandbox.Allocation;

/// <summary>Causes in the wording of k8s.io/apimachinery/pkg/util/validation/field.</summary>
internal static class FieldError
{
    /// <summary>The value breaks a rule.</summary>
    public static StatusCause Invalid(string field, JsonNode? value, string detail) =>
        new("FieldValueInvalid", $"Invalid value: {value?.ToJsonString() ?? "null"}: {detail}", field);

    /// <summary>The value is none of those there are.</summary>
    public static StatusCause NotSupported(string field, string value, params IEnumerable<string> supported) =>
        new("FieldValueNotSupported", $"Unsupported value: \"{value}\": supported values: {string.Join(", ", supported.Select(item => $"\"{item}\""))}", field);

    /// <summary>The value occurs twice.</summary>
    public static StatusCause Duplicate(string field, string value) => new("FieldValueDuplicate", $"Duplicate value: \"{value}\"", field);

    /// <summary>A value is missing.</summary>
    public static StatusCause Required(string field) => new("FieldValueRequired", "Required value", field);
}
