using Cake.Istio.Sandbox.Conversion;
using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Json;
using Cake.Istio.Sandbox.Registry;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Turns a request's body into an object of the kind that the path speaks of.</summary>
internal static class ObjectDecoder
{
    private const string NoKind = "couldn't get version/kind; json parse error: ";

    /// <summary>Reads an object of a resource, or of one of its subresources: complete with defaults, without what the kind does not know.</summary>
    /// <param name="call">The request.</param>
    /// <param name="request">What becomes of unknown fields, and where warnings go.</param>
    /// <exception cref="StatusException">400, 413 or 415.</exception>
    public static async Task<JsonObject> ReadAsync(ApiCall call, WriteRequest request)
    {
        var contentType = ContentType(call);
        if (contentType == "application/vnd.kubernetes.protobuf")
            throw new StatusException(HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType",
                "the sandbox reads JSON and YAML, no protobuf; instead of kubectl create: kubectl create --dry-run=client -o yaml ... | kubectl apply -f -");
        if (contentType is not ("" or MediaType.Json or MediaType.Yaml))
            throw Unsupported($"{MediaType.Json}, {MediaType.Yaml}{(call.Resource.Custom is null ? ", application/vnd.kubernetes.protobuf" : "")}");
        var body = await RequestBody.ReadAsync(call.Http.Request, call.Cancelled);
        var duplicates = new List<string>();
        var kind = call.BodyKind;
        var value = Read(kind, body, contentType == MediaType.Yaml, duplicates);
        KindMatch.CheckBody(kind, value, body);
        (value["apiVersion"], value["kind"]) = (kind.ApiVersion, kind.Kind);
        OlderDefaults.Apply(kind, value);
        var report = ObjectForm.Complete(kind, value);
        StrictErrors.Report(request, [.. contentType == MediaType.Yaml ? OfYaml(duplicates) : OfJson(duplicates), .. report.StrictErrors],
            errors => ObjectForm.CannotBeHandled(kind, ObjectForm.Describe(errors)));
        return value;
    }

    /// <summary>The media type of a request's body, lower case; empty when it names none.</summary>
    public static string ContentType(ApiCall call) => MediaType.ParseList(call.Http.Request.ContentType ?? "").FirstOrDefault()?.Name ?? "";

    /// <summary>415 with the media types that would do.</summary>
    public static StatusException Unsupported(string accepted) => new(HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: {accepted}");

    /// <summary>The strict errors of duplicate keys in JSON.</summary>
    public static IEnumerable<string> OfJson(IEnumerable<string> duplicates) => duplicates.Select(path => $"duplicate field {GoText.Quote(path)}");

    /// <summary>The strict error of duplicate keys in YAML.</summary>
    public static IEnumerable<string> OfYaml(IReadOnlyCollection<string> duplicates) =>
        duplicates.Count == 0 ? [] : [$"yaml: unmarshal errors:\n  {string.Join("\n  ", duplicates)}"];

    /// <summary>Reads the options of a DELETE.</summary>
    /// <exception cref="StatusException">400.</exception>
    public static JsonObject ReadOptions(byte[] body)
    {
        try
        {
            return OfKind(JsonTree.Read(body));
        }
        catch (JsonException exception)
        {
            throw StatusException.BadRequest(NoKind + exception.Message);
        }
    }

    private static JsonObject Read(KindSchema kind, byte[] body, bool isYaml, ICollection<string> duplicates)
    {
        try
        {
            return OfKind(isYaml ? YamlBody.Read(body, duplicates) : JsonTree.Read(body, duplicates));
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw KindMatch.Unrecognized(kind, (exception is JsonException ? NoKind : "") + exception.Message, body);
        }
    }

    private static JsonObject OfKind(JsonNode? value)
    {
        var map = value is null ? [] : value as JsonObject ?? throw new JsonException($"json: cannot unmarshal {GoType.OfValue(value)} into Go value of type "
            + "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }");
        foreach (var (name, field) in map)
            if (name is "apiVersion" or "kind" && field is not null && field.GetValueKind() != JsonValueKind.String)
                throw new JsonException($"json: cannot unmarshal {GoType.OfValue(field)} into Go struct field .{name} of type string");
        return map;
    }
}
