namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>Does an applied configuration fit its type? The words are structured-merge-diff's (typed.AsTyped).</summary>
internal static class TypedValidation
{
    /// <summary>What does not fit, as <c>path: what</c>.</summary>
    public static IReadOnlyList<string> Check(JsonNode? value, TypeSchema type)
    {
        var errors = new List<string>();
        Check(value, type, "", errors);
        return errors;
    }

    /// <summary>The errors as one message: the only one, or a list under <c>errors:</c>.</summary>
    public static string Describe(IReadOnlyList<string> errors) => errors.Count == 1 ? errors[0] : "errors:\n" + string.Join('\n', errors.Select(error => "  " + error));

    private static void Check(JsonNode? value, TypeSchema type, string path, List<string> errors)
    {
        if (value is null)
            return;
        switch (TypedValue.AtomOf(type, value))
        {
            case Atom.Map when value is JsonObject map:
                CheckMap(map, type, path, errors);
                break;
            case Atom.Map:
                errors.Add($"{path}: expected map, got {Describe(value)}");
                break;
            case Atom.List when value is JsonArray list:
                CheckList(list, type, path, errors);
                break;
            case Atom.List:
                errors.Add($"{path}: expected list, got {Describe(value)}");
                break;
            default:
                if (CheckScalar(value, type) is { } error)
                    errors.Add($"{path}: {error}");
                break;
        }
    }

    private static void CheckMap(JsonObject map, TypeSchema type, string path, List<string> errors)
    {
        foreach (var (key, value) in map)
        {
            if (type.Child(key) is not { } child)
            {
                errors.Add($"{path}.{key}: field not declared in schema");
                return;
            }
            Check(value, child, $"{path}.{key}", errors);
        }
    }

    private static void CheckList(JsonArray list, TypeSchema type, string path, List<string> errors)
    {
        var seen = new HashSet<PathElement>();
        for (var index = 0; index < list.Count; index++)
        {
            PathElement element;
            if (TypedValue.IsAtomicList(type))
                element = PathElement.OfIndex(index);
            else
            {
                try
                {
                    element = TypedValue.ItemElement(type, list[index]);
                }
                catch (TypedValueException error)
                {
                    errors.Add($"{path}: element {index}: {error.Message}");
                    return;
                }
                if (!seen.Add(element))
                    errors.Add($"{path}: duplicate entries for key {element}");
            }
            Check(list[index], TypedValue.ItemType(type), path + element, errors);
        }
    }

    private static string? CheckScalar(JsonNode value, TypeSchema type)
    {
        var kind = value.GetValueKind();
        return type.Shape switch
        {
            TypeShape.Int32 or TypeShape.Int64 or TypeShape.Number when kind != JsonValueKind.Number => $"expected numeric (int or float), got {GoType(kind)}",
            TypeShape.String or TypeShape.Bytes when kind != JsonValueKind.String => $"expected string, got {GoSyntax(value)}",
            TypeShape.Boolean when kind is not (JsonValueKind.True or JsonValueKind.False) => $"expected boolean, got {GoSyntax(value)}",
            _ when kind is JsonValueKind.Object or JsonValueKind.Array => $"expected any scalar, got {GoSyntax(value)}",
            _ => null,
        };
    }

    private static string GoType(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Array => "[]interface {}",
        _ => "map[string]interface {}",
    };

    private static string GoSyntax(JsonNode value) => $"&value.valueUnstructured{{Value:{Describe(value)}}}";

    private static string Describe(JsonNode value) => value switch
    {
        JsonObject map => $"map[{string.Join(' ', map.Select(pair => $"{pair.Key}:{(pair.Value is null ? "<nil>" : Describe(pair.Value))}"))}]",
        JsonArray list => $"[{string.Join(' ', list.Select(item => item is null ? "<nil>" : Describe(item)))}]",
        _ when value.GetValueKind() == JsonValueKind.String => GoText.Quote(value.GetValue<string>()),
        _ => value.ToJsonString(),
    };
}
