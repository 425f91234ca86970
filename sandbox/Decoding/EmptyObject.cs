namespace Cake.Istio.Sandbox.Decoding;

/// <summary>Values as a server has them before anything is filled in.</summary>
internal static class EmptyObject
{
    /// <summary>The object of a kind that a create starts from.</summary>
    public static JsonObject Of(KindSchema kind)
    {
        var value = new JsonObject { ["kind"] = kind.Kind, ["apiVersion"] = kind.ApiVersion };
        if (kind.IsCustom)
            value["metadata"] = new JsonObject();
        else
            ObjectNormalizer.Normalize(value, kind.Type, new DecodeReport());
        return value;
    }

    /// <summary>Go's zero value of a type, as JSON.</summary>
    public static JsonNode? ValueOf(TypeSchema type)
    {
        switch (type.Shape)
        {
            case TypeShape.Struct:
                var value = new JsonObject();
                ObjectNormalizer.Normalize(value, type, new DecodeReport());
                return value;
            case TypeShape.String or TypeShape.Bytes:
                return JsonValue.Create("");
            case TypeShape.Int32 or TypeShape.Int64 or TypeShape.Number or TypeShape.IntOrString:
                return JsonValue.Create(0L);
            case TypeShape.Boolean:
                return JsonValue.Create(false);
            case TypeShape.Quantity:
                return JsonValue.Create("0");
            default:
                return null;
        }
    }
}
