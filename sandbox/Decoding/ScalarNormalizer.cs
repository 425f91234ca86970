namespace Cake.Istio.Sandbox.Decoding;

/// <summary>Reads a scalar into its Go type and writes it back; errors are those of the Go decoder.</summary>
internal static class ScalarNormalizer
{
    /// <summary>The canonical value, which may be the same node; null after an error.</summary>
    public static JsonNode? Normalize(JsonNode value, TypeSchema type, FieldPath path, DecodeReport report)
    {
        var kind = value.GetValueKind();
        switch (type.Shape)
        {
            case TypeShape.Quantity when kind is JsonValueKind.String or JsonValueKind.Number:
                return NormalizeQuantity(value, report);
            case TypeShape.IntOrString when kind == JsonValueKind.String:
            case TypeShape.String when kind == JsonValueKind.String:
            case TypeShape.Boolean when kind is JsonValueKind.True or JsonValueKind.False:
            case TypeShape.Number when kind == JsonValueKind.Number:
                return value;
            case TypeShape.Bytes when kind == JsonValueKind.String:
                return NormalizeBytes(value, report);
            case TypeShape.Time or TypeShape.MicroTime when kind == JsonValueKind.String:
                return NormalizeTime(value, type.Shape == TypeShape.MicroTime, report);
            case TypeShape.Int32 or TypeShape.IntOrString when kind == JsonValueKind.Number:
                return Keep(IsWithin(value, int.MinValue, int.MaxValue));
            case TypeShape.Int64 when kind == JsonValueKind.Number:
                return Keep(IsWithin(value, long.MinValue, long.MaxValue));
            default:
                return Keep(false);
        }

        JsonNode? Keep(bool fits)
        {
            if (fits)
                return value;
            report.Mistyped(value, type, path);
            return null;
        }
    }

    /// <summary>Such as <c>json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string</c>.</summary>
    public static string CannotUnmarshal(JsonNode value, TypeSchema type, FieldPath path)
    {
        var (given, wanted) = (Describe(value, type.Shape), GoType.Describe(type));
        return type.Shape switch
        {
            // Their own UnmarshalJSON decodes a bare value, which has no field.
            TypeShape.IntOrString => $"json: cannot unmarshal {given} into Go value of type int32",
            TypeShape.Time or TypeShape.MicroTime => $"json: cannot unmarshal {given} into Go value of type string",
            TypeShape.Quantity => "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
            _ => $"json: cannot unmarshal {given} into Go struct field {path.GoField} of type {wanted}",
        };
    }

    private static string Describe(JsonNode value, TypeShape shape) =>
        GoType.OfValue(value) + (shape is TypeShape.Int32 or TypeShape.Int64 or TypeShape.IntOrString && value.GetValueKind() == JsonValueKind.Number ? " " + value.ToJsonString() : "");

    private static bool IsWithin(JsonNode value, long least, long most) =>
        value is JsonValue number
        && (number.TryGetValue<long>(out var whole) || (number.TryGetValue<int>(out var small) && (whole = small) == small))
        && whole >= least && whole <= most;

    private static JsonNode? NormalizeQuantity(JsonNode value, DecodeReport report)
    {
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        if (Quantity.TryParse(text.Trim(), out var quantity) is { } error)
        {
            report.Mistyped(error);
            return null;
        }
        var canonical = quantity.ToString();
        return canonical == text && value.GetValueKind() == JsonValueKind.String ? value : JsonValue.Create(canonical);
    }

    private static JsonNode? NormalizeBytes(JsonNode value, DecodeReport report)
    {
        var text = value.GetValue<string>();
        var clean = text.AsSpan().ContainsAny('\r', '\n') ? text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal) : text;
        var bad = clean.AsSpan().IndexOfAnyExcept(Base64);
        var buffer = new byte[clean.Length];
        if (bad < 0 && Convert.TryFromBase64String(clean, buffer, out var length))
            return clean.Length == text.Length ? value : JsonValue.Create(Convert.ToBase64String(buffer, 0, length));
        report.Mistyped(string.Create(CultureInfo.InvariantCulture, $"{(report.IsConverted ? "error decoding from json: " : "")}illegal base64 data at input byte {(bad < 0 ? clean.Length / 4 * 4 : bad)}"));
        return null;
    }

    private static readonly System.Buffers.SearchValues<char> Base64 =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    private static JsonNode? NormalizeTime(JsonNode value, bool isMicro, DecodeReport report)
    {
        var text = value.GetValue<string>();
        if (Rfc3339.Read(text, isMicro, out var time) is { } error)
        {
            report.Mistyped(error);
            return null;
        }
        var canonical = isMicro ? Rfc3339.WriteMicro(time) : Rfc3339.Write(time);
        return canonical == text ? value : JsonValue.Create(canonical);
    }
}
