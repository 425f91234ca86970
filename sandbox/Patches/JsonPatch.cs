namespace Cake.Istio.Sandbox.Patches;

/// <summary>JSON Patch (RFC 6902) as evanphx/json-patch has it, which kube-apiserver uses.</summary>
internal static class JsonPatch
{
    /// <summary>The operations that one patch may hold.</summary>
    public const int MostOperations = 10_000;

    /// <summary>Are these operations? As kube-apiserver decodes them.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="strictErrors">Duplicate fields; gets the unknown ones too, and where they are.</param>
    /// <exception cref="JsonException">They are none.</exception>
    public static void Check(JsonNode? patch, List<string> strictErrors)
    {
        foreach (var (index, operation) in (patch is null ? [] : patch as JsonArray ?? throw Mismatch(patch, "value of type []handlers.jsonPatchOp")).Index())
            foreach (var (name, value) in operation is null ? [] : operation as JsonObject ?? throw Mismatch(operation, "value of type handlers.jsonPatchOp"))
                if (name is not ("op" or "path" or "from" or "value"))
                    strictErrors.Add(string.Create(CultureInfo.InvariantCulture, $"unknown field {GoText.Quote($"[{index}].{name}")}"));
                else if (name != "value" && value is not null && value.GetValueKind() != JsonValueKind.String)
                    throw Mismatch(value, $"struct field jsonPatchOp.{name} of type string");
        for (var index = 0; index < strictErrors.Count; index++)
            strictErrors[index] = "json patch " + strictErrors[index];
    }

    /// <summary>A new value with the patch carried out.</summary>
    /// <param name="target">The object; it stays as it is.</param>
    /// <param name="operations">The patch.</param>
    /// <exception cref="StatusException">413 when it is too long, 422 when it cannot be carried out.</exception>
    public static JsonNode? Apply(JsonNode target, JsonArray operations)
    {
        if (operations.Count > MostOperations)
            throw new StatusException(System.Net.HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLarge",
                $"Request entity too large: The allowed maximum operations in a JSON patch is {MostOperations}, got {operations.Count}");
        JsonNode? document = target.DeepClone();
        try
        {
            foreach (var operation in operations)
                document = Apply(document, operation as JsonObject ?? []);
        }
        catch (PatchException)
        {
            throw new StatusException(System.Net.HttpStatusCode.UnprocessableEntity, "Invalid",
                "the server rejected our request due to an error in our request") { HasDetails = true };
        }
        return document;
    }

    private static JsonNode? Apply(JsonNode? document, JsonObject operation)
    {
        var name = Text(operation, "op") ?? "unknown";
        var path = Text(operation, "path") ?? throw new PatchException("operation has no path: missing value");
        switch (name)
        {
            case "add":
                return JsonPointer.Add(document, path, Value(operation));
            case "remove":
                return JsonPointer.Remove(document, path);
            case "replace":
                return JsonPointer.Replace(document, path, Value(operation));
            case "move":
                var moved = JsonPointer.Find(document, From(operation))?.DeepClone();
                return JsonPointer.Add(JsonPointer.Remove(document, From(operation)), path, moved);
            case "copy":
                return JsonPointer.Add(document, path, JsonPointer.Find(document, From(operation))?.DeepClone());
            case "test":
                Test(document, path, operation);
                return document;
            default:
                throw new PatchException($"Unexpected kind: {name}");
        }
    }

    private static void Test(JsonNode? document, string path, JsonObject operation)
    {
        if (!JsonNode.DeepEquals(JsonPointer.Find(document, path), operation["value"]))
            throw new PatchException($"testing value {path} failed: test failed");
    }

    private static string From(JsonObject operation) => Text(operation, "from") ?? throw new PatchException("operation has no from: missing value");

    private static JsonException Mismatch(JsonNode value, string wanted) => new($"json: cannot unmarshal {Decoding.GoType.OfValue(value)} into Go {wanted}");

    private static JsonNode? Value(JsonObject operation) => operation["value"]?.DeepClone();

    private static string? Text(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
