using System.Text.Encodings.Web;

namespace Cake.Istio.Sandbox.Validation;

/// <summary>Collects what is wrong with an object, in the wording of apimachinery's util/validation/field.</summary>
internal sealed class Findings
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2 * Json.JsonTree.MaxDepth };

    private readonly List<StatusCause> _causes = [];

    /// <summary>The causes, in the order found.</summary>
    public IReadOnlyList<StatusCause> Causes => _causes;

    /// <summary>A value is missing.</summary>
    public void Required(string path, string detail = "") => Add("FieldValueRequired", "Required value", path, null, detail);

    /// <summary>A value breaks a rule.</summary>
    public void Invalid(string path, JsonNode? value, string detail) => Add("FieldValueInvalid", "Invalid value", path, Show(value), detail);

    /// <summary>Something breaks a rule; the value is not shown.</summary>
    public void Invalid(string path, string detail) => Add("FieldValueInvalid", "Invalid value", path, null, detail);

    /// <summary>A value is of the wrong type.</summary>
    public void TypeInvalid(string path, JsonNode? value, string detail) => Add("FieldValueTypeInvalid", "Invalid value", path, Show(value), detail);

    /// <summary>A value is none of those there are.</summary>
    public void NotSupported(string path, JsonNode? value, params IEnumerable<string> supported) =>
        Add("FieldValueNotSupported", "Unsupported value", path, Show(value), "supported values: " + string.Join(", ", supported.Select(GoText.Quote)));

    /// <summary>A value must not be there.</summary>
    public void Forbidden(string path, string detail) => Add("FieldValueForbidden", "Forbidden", path, null, detail);

    /// <summary>A value occurs twice.</summary>
    public void Duplicate(string path, JsonNode? value, string detail = "") => Add("FieldValueDuplicate", "Duplicate value", path, Show(value), detail);

    /// <summary>A value refers to what is not there.</summary>
    public void NotFound(string path, JsonNode? value) => Add("FieldValueNotFound", "Not found", path, Show(value), "");

    /// <summary>A value is too long.</summary>
    public void TooLong(string path, long most) =>
        Add("FieldValueTooLong", "Too long", path, null, string.Create(CultureInfo.InvariantCulture, $"may not be more than {most} {(most == 1 ? "byte" : "bytes")}"));

    /// <summary>There are too many of something.</summary>
    public void TooMany(string path, long actual, long most) => Add("FieldValueTooMany", "Too many", path, actual.ToString(CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"must have at most {most} {(most == 1 ? "item" : "items")}"));

    /// <summary>Each message is about one value.</summary>
    public void Invalid(string path, JsonNode? value, IEnumerable<string> messages)
    {
        foreach (var message in messages)
            Invalid(path, value, message);
    }

    /// <summary>Takes others in, in the order of their text.</summary>
    public void AddSorted(Findings others) => _causes.AddRange(others._causes.OrderBy(cause => $"{cause.Field}: {cause.Message}", StringComparer.Ordinal));

    private static string Show(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.String => GoText.Quote(value.GetValue<string>()),
        _ => value.ToJsonString(Relaxed),
    };

    private void Add(string reason, string type, string path, string? value, string detail)
    {
        var message = value is null ? type : $"{type}: {value}";
        _causes.Add(new StatusCause(reason, detail.Length == 0 ? message : $"{message}: {detail}", path));
    }
}
