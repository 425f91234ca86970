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
        var value = contentType == MediaType.Yaml ? YamlBody.Read(body, duplicates) : Json(kind, body, duplicates);
        KindMatch.CheckBody(kind, value, body);
        (value["apiVersion"], value["kind"]) = (kind.ApiVersion, kind.Kind);
        OlderDefaults.Apply(kind, value);
        var report = ObjectForm.Complete(kind, value);
        StrictErrors.Report(request, [.. duplicates.Select(path => $"duplicate field {GoText.Quote(path)}"), .. report.StrictErrors],
            errors => ObjectForm.CannotBeHandled(kind, ObjectForm.Describe(errors)));
        return value;
    }

    /// <summary>The media type of a request's body, lower case; empty when it names none.</summary>
    public static string ContentType(ApiCall call) => MediaType.ParseList(call.Http.Request.ContentType ?? "").FirstOrDefault()?.Name ?? "";

    /// <summary>415 with the media types that would do.</summary>
    public static StatusException Unsupported(string accepted) => new(HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: {accepted}");

    /// <summary>Reads JSON with the errors of a server's decoder.</summary>
    public static JsonNode? Parse(byte[] body, ICollection<string>? duplicates, string prefix)
    {
        try
        {
            return JsonTree.Read(body, duplicates);
        }
        catch (JsonException exception)
        {
            throw StatusException.BadRequest($"{prefix}{(body.Length == 0 ? "unexpected end of JSON input" : exception.Message)}");
        }
    }

    private static JsonObject Json(KindSchema kind, byte[] body, ICollection<string> duplicates)
    {
        try
        {
            return Parse(body, duplicates, NoKind) switch
            {
                JsonObject value => value,
                null => [],
                var other => throw StatusException.BadRequest($"{NoKind}json: cannot unmarshal {(other is JsonArray ? "array" : "string")} into Go value of type "
                    + "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }"),
            };
        }
        catch (StatusException refusal) when (refusal.Message.StartsWith(NoKind, StringComparison.Ordinal))
        {
            throw KindMatch.Unrecognized(kind, refusal.Message, body);
        }
    }
}
