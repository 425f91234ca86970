namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>A scalar inside a path: the value of a set's item or of a key field. Numbers compare as numbers, whatever their notation.</summary>
internal readonly record struct Scalar
{
    private readonly double _number;
    private readonly string? _text;

    private Scalar(JsonValueKind kind, double number, string? text) => (Kind, _number, _text) = (kind, number, text);

    /// <summary>String, Number, True, False or Null.</summary>
    public JsonValueKind Kind { get; }

    /// <summary>The scalar of a JSON value.</summary>
    /// <exception cref="ArgumentException">The value is an object or a list.</exception>
    public static Scalar Of(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => new(JsonValueKind.Null, 0, null),
        JsonValueKind.String => new(JsonValueKind.String, 0, value.GetValue<string>()),
        JsonValueKind.Number => OfNumber(value.ToJsonString()),
        JsonValueKind.True => new(JsonValueKind.True, 1, null),
        JsonValueKind.False => new(JsonValueKind.False, 0, null),
        var kind => throw new ArgumentException($"A {kind} is no scalar.", nameof(value)),
    };

    /// <summary>The value as JSON.</summary>
    public JsonNode? ToJson() => Kind switch
    {
        JsonValueKind.String => JsonValue.Create(_text),
        JsonValueKind.Number => JsonNode.Parse(_text!),
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        _ => null,
    };

    /// <summary>Numbers, then text, then booleans, then null, as structured-merge-diff orders values.</summary>
    public int Order(Scalar other)
    {
        var byKind = Rank(Kind).CompareTo(Rank(other.Kind));
        if (byKind != 0)
            return byKind;
        return Kind == JsonValueKind.String ? string.CompareOrdinal(_text, other._text) : _number.CompareTo(other._number);
    }

    public bool Equals(Scalar other) => Order(other) == 0;

    public override int GetHashCode() => Kind == JsonValueKind.String ? _text!.GetHashCode(StringComparison.Ordinal) : HashCode.Combine(Rank(Kind), _number);

    /// <summary>The form of conflict messages: text in quotes, the rest as in JSON.</summary>
    public override string ToString() => Kind switch
    {
        JsonValueKind.String => GoText.Quote(_text!),
        JsonValueKind.Number => _text!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    private static Scalar OfNumber(string text) => new(JsonValueKind.Number, double.Parse(text, CultureInfo.InvariantCulture), text);

    private static int Rank(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => 0,
        JsonValueKind.String => 1,
        JsonValueKind.True or JsonValueKind.False => 2,
        _ => 3,
    };
}
