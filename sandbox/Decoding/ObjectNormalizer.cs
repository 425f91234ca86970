namespace Cake.Istio.Sandbox.Decoding;

/// <summary>
/// Brings an object into the form in which a server would write it after reading it into its own types: undeclared fields and empty values go, values that
/// are always written come, scalars take their canonical form. Works in place.
/// </summary>
internal static class ObjectNormalizer
{
    /// <summary>Normalizes an object of a struct type.</summary>
    public static void Normalize(JsonObject value, TypeSchema type, DecodeReport report) => NormalizeStruct(value, type, null, report);

    /// <summary>The normalized value, which may be the same node.</summary>
    private static JsonNode? NormalizeValue(JsonNode? value, TypeSchema type, FieldPath path, DecodeReport report)
    {
        if (value is null)
            return null;
        switch (type.Shape)
        {
            case TypeShape.Struct when value is JsonObject map:
                NormalizeStruct(map, type, path, report);
                return value;
            case TypeShape.Map when value is JsonObject map:
                NormalizeMap(map, type, path, report);
                return value;
            case TypeShape.List when value is JsonArray list:
                NormalizeList(list, type, path, report);
                return value;
            case TypeShape.Any when type.Alternatives.Count > 0:
                return NormalizeAlternative(value, type, path, report);
            case TypeShape.Object when value is JsonObject:
            case TypeShape.Any or TypeShape.Raw:
                return value;
            case TypeShape.Struct or TypeShape.Map or TypeShape.List or TypeShape.Object:
                report.Mistyped(value, type, path);
                return null;
            default:
                return ScalarNormalizer.Normalize(value, type, path, report);
        }
    }

    private static void NormalizeStruct(JsonObject value, TypeSchema type, FieldPath? path, DecodeReport report)
    {
        for (var index = 0; index < value.Count; index++)
        {
            var (name, before) = value.GetAt(index);
            if (!type.Fields.TryGetValue(name, out var field))
            {
                if (type.Element is not null)
                    continue;
                report.Unknown(path is null ? name : $"{path.Full}.{name}");
                value.RemoveAt(index--);
                continue;
            }
            var after = NormalizeValue(before, field.Type, new FieldPath(path, name, GoType.Name(type)), report);
            if (IsOmitted(after, field))
                value.RemoveAt(index--);
            else if (!ReferenceEquals(before, after))
                value.SetAt(index, after);
        }
        foreach (var field in type.Fields.Values)
            if (field.Presence == Presence.Always && !value.ContainsKey(field.Name))
                value[field.Name] = field.IsNull ? null : EmptyObject.ValueOf(field.Type);
    }

    private static void NormalizeMap(JsonObject value, TypeSchema type, FieldPath path, DecodeReport report)
    {
        for (var index = 0; index < value.Count; index++)
        {
            var (key, before) = value.GetAt(index);
            var after = NormalizeValue(before, type.Element!, new FieldPath(path, key, null), report) ?? EmptyObject.ValueOf(type.Element!);
            if (!ReferenceEquals(before, after))
                value.SetAt(index, after);
        }
    }

    private static void NormalizeList(JsonArray value, TypeSchema type, FieldPath path, DecodeReport report)
    {
        for (var index = 0; index < value.Count; index++)
        {
            var before = value[index];
            var step = new FieldPath(path, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{index}]"), null);
            var after = NormalizeValue(before, type.Element!, step, report) ?? EmptyObject.ValueOf(type.Element!);
            if (!ReferenceEquals(before, after))
                value[index] = after;
        }
    }

    private static JsonNode? NormalizeAlternative(JsonNode value, TypeSchema type, FieldPath path, DecodeReport report)
    {
        var kind = value.GetValueKind();
        var alternative = type.Alternatives.FirstOrDefault(alternative => alternative.Shape switch
        {
            TypeShape.Struct => kind == JsonValueKind.Object,
            TypeShape.List => kind == JsonValueKind.Array,
            _ => kind is JsonValueKind.True or JsonValueKind.False,
        });
        if (alternative is null)
        {
            report.Mistyped(type.Alternatives.Any(candidate => candidate.Shape == TypeShape.Boolean)
                ? "boolean or JSON schema expected"
                : ScalarNormalizer.CannotUnmarshal(value, type.Alternatives[0], path));
            return null;
        }
        // Their own UnmarshalJSON decodes anew: not strictly, and with paths that start here.
        var inner = new DecodeReport();
        if (alternative.Shape == TypeShape.Struct)
            NormalizeStruct(value.AsObject(), alternative, null, inner);
        else
            value = NormalizeValue(value, alternative, path, inner)!;
        if (inner.TypeError is { } error)
            report.Mistyped(error);
        return value;
    }

    private static bool IsOmitted(JsonNode? value, FieldSchema field) => field.Presence switch
    {
        Presence.Always => false,
        Presence.WhenGiven => value is null,
        _ => value is null || IsEmpty(value, field.Type.Shape),
    };

    private static bool IsEmpty(JsonNode value, TypeShape shape) => shape switch
    {
        TypeShape.Map or TypeShape.Object => value is JsonObject { Count: 0 },
        TypeShape.List => value is JsonArray { Count: 0 },
        TypeShape.String or TypeShape.Bytes => value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0,
        TypeShape.Int32 or TypeShape.Int64 or TypeShape.Number => value.GetValueKind() == JsonValueKind.Number && value.ToJsonString() == "0",
        TypeShape.Boolean => value.GetValueKind() == JsonValueKind.False,
        _ => false,
    };
}
