using Cake.Istio.Sandbox.Json;
using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>What is wrong with a value by its schema.</summary>
/// <param name="Report">Tells it; the text is where the validated value stands in the object.</param>
internal sealed record SchemaError(Action<Findings, string> Report)
{
    /// <summary>A field is missing.</summary>
    public static SchemaError Required(string path) => new((findings, root) => findings.Required(Field(root, path)));

    /// <summary>A value is of another type.</summary>
    public static SchemaError Type(string path, string expected, string actual) =>
        new((findings, root) => findings.TypeInvalid(Field(root, path), actual, $"{path} in body must be of type {expected}: {Schema.GoText.Quote(actual)}"));

    /// <summary>A value breaks a rule.</summary>
    public static SchemaError Invalid(string path, JsonNode? value, string rule) => new((findings, root) => findings.Invalid(Field(root, path), JsonTree.Sorted(value), $"{path} in body {rule}"));

    /// <summary>A value is none of those there are.</summary>
    public static SchemaError Choice(string path, JsonNode? value, IEnumerable<string> choices) => new((findings, root) => findings.NotSupported(Field(root, path), JsonTree.Sorted(value), choices));

    /// <summary>A text is too long.</summary>
    public static SchemaError TooLong(string path, long most) => new((findings, root) => findings.TooLong(Field(root, path), most));

    /// <summary>There are too many of something.</summary>
    public static SchemaError TooMany(string path, long actual, long most) => new((findings, root) => findings.TooMany(Field(root, path), actual, most));

    /// <summary>Schemas in combination do not hold; the server gives no field.</summary>
    public static SchemaError Combination(string message) => new((findings, root) => findings.Invalid(Field(root, ""), "", message));

    private static string Field(string root, string path)
    {
        var name = path.TrimStart('.');
        return root.Length == 0 ? name.Length == 0 ? "<nil>" : name : name.Length == 0 ? root : $"{root}.{name}";
    }
}
