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

    /// <summary>Notes a value of the wrong type; only the first counts.</summary>
    public void Mistyped(string error) => TypeError ??= error;
}
