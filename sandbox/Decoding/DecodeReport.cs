namespace Cake.Istio.Sandbox.Decoding;

/// <summary>What a decoder met besides the value: the strict errors of <c>fieldValidation</c>.</summary>
internal sealed class DecodeReport
{
    private const int Most = 100;

    private readonly List<string> _strictErrors = [];

    /// <summary>Such as <c>unknown field "spec.x"</c>, in the order of the text.</summary>
    public IReadOnlyList<string> StrictErrors => _strictErrors;

    /// <summary>The type error that Go's decoder keeps while it reads on; null when all fits.</summary>
    public string? TypeError { get; private set; }

    /// <summary>Notes a key that the type does not have.</summary>
    public void Unknown(string path)
    {
        if (_strictErrors.Count < Most)
            _strictErrors.Add($"unknown field {Schema.GoText.Quote(path)}");
    }

    /// <summary>Whether apimachinery's converter reads the object from a map, as after a strategic merge patch, and not the JSON decoder.</summary>
    public bool IsConverted { get; init; }

    /// <summary>Notes a value that cannot be read; only the first counts.</summary>
    public void Mistyped(string error) => TypeError ??= error;

    /// <summary>Notes a value of the wrong type.</summary>
    public void Mistyped(JsonNode value, TypeSchema type, FieldPath path) =>
        Mistyped((IsConverted ? GoType.CannotConvert(value, type) : null) ?? ScalarNormalizer.CannotUnmarshal(value, type, path));
}
