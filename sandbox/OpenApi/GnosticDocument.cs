namespace Cake.Istio.Sandbox.OpenApi;

/// <summary>
/// OpenAPI v2 as protobuf (gnostic's openapi.v2.Document), the only form in which kubectl reads it from a server without v3: definitions, and which
/// query parameters the paths take. Field numbers are those of <c>OpenAPIv2.proto</c>.
/// </summary>
internal static class GnosticDocument
{
    /// <summary>The media type that a client asks for.</summary>
    public const string MediaType = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    private static readonly Dictionary<string, int> Methods = new() { ["get"] = 2, ["put"] = 3, ["post"] = 4, ["delete"] = 5, ["patch"] = 8 };

    /// <summary>Encodes a document.</summary>
    public static byte[] Encode(JsonObject swagger)
    {
        var document = new ProtobufWriter();
        document.Text(1, swagger.Text("swagger"));
        document.Message(2, info =>
        {
            info.Text(1, swagger.Text("info", "title"));
            info.Text(2, swagger.Text("info", "version"));
        });
        document.Message(8, paths => Named(paths, 2, swagger["paths"], Path));
        document.Message(9, definitions => Named(definitions, 1, swagger["definitions"], Schema));
        return document.Written.ToArray();
    }

    private static void Named(ProtobufWriter owner, int field, JsonNode? map, Action<ProtobufWriter, JsonObject> write)
    {
        foreach (var (name, value) in map as JsonObject ?? [])
            if (value is JsonObject inner)
                owner.Message(field, item =>
                {
                    item.Text(1, name);
                    item.Message(2, message => write(message, inner));
                });
    }

    private static void Path(ProtobufWriter path, JsonObject value)
    {
        foreach (var (method, operation) in value)
            if (Methods.TryGetValue(method, out var field))
                path.Message(field, message => Operation(message, operation!.AsObject()));
    }

    private static void Operation(ProtobufWriter operation, JsonObject value)
    {
        foreach (var parameter in value.Objects("parameters"))
            operation.Message(8, item => item.Message(1, any => any.Message(2, nonBody => nonBody.Message(3, query =>
            {
                query.Text(2, parameter.Text("in"));
                query.Text(4, parameter.Text("name"));
                query.Text(6, parameter.Text("type"));
            }))));
        Extensions(operation, 13, value);
    }

    private static void Schema(ProtobufWriter schema, JsonObject value)
    {
        schema.Text(1, value.Text("$ref"));
        schema.Text(2, value.Text("format"));
        schema.Text(4, value.Text("description"));
        // Version 2 has no word for an object with fields that nobody declared: such a one is anything.
        if (value.Flag("x-kubernetes-preserve-unknown-fields") != true)
            Structure(schema, value);
        Extensions(schema, 31, value);
    }

    private static void Structure(ProtobufWriter schema, JsonObject value)
    {
        foreach (var required in value.Texts("required"))
            schema.Text(19, required);
        if (value["additionalProperties"] is JsonObject values)
            schema.Message(21, item => item.Message(1, message => Schema(message, values)));
        else if (value.Flag("additionalProperties") == true)
            schema.Message(21, item => item.Flag(2, value: true));
        if (value.Text("type") is { } type)
            schema.Message(22, item => item.Text(1, type));
        if (value["items"] is JsonObject items)
            schema.Message(23, item => item.Message(1, message => Schema(message, items)));
        if (value["properties"] is JsonObject properties)
            schema.Message(25, item => Named(item, 1, properties, Schema));
    }

    private static void Extensions(ProtobufWriter owner, int field, JsonObject value)
    {
        foreach (var (name, extension) in value.Where(entry => entry.Key.StartsWith("x-kubernetes-", StringComparison.Ordinal)))
            owner.Message(field, item =>
            {
                item.Text(1, name);
                item.Message(2, any => any.Text(2, extension?.ToJsonString()));
            });
    }
}
