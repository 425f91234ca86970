using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Conversion;
using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Json;
using Cake.Istio.Sandbox.Registry;
using Cake.Istio.Sandbox.Schema;
using Cake.Istio.Sandbox.Server;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Turns a request's body into an object of the kind that the path speaks of.</summary>
internal static class ObjectDecoder
{
    /// <summary>Reads an object of a resource, or of one of its subresources: complete with defaults, without what the kind does not know.</summary>
    /// <param name="call">The request.</param>
    /// <param name="request">What becomes of unknown fields, and where warnings go.</param>
    /// <exception cref="StatusException">400, 413 or 415.</exception>
    public static async Task<JsonObject> ReadAsync(ApiCall call, WriteRequest request)
    {
        var contentType = ContentType(call);
        if (contentType is not ("" or MediaType.Json or MediaType.Yaml))
            throw Unsupported($"{MediaType.Json}, {MediaType.Yaml}");
        var body = await RequestBody.ReadAsync(call.Http.Request, call.Cancelled);
        var duplicates = new List<string>();
        var value = contentType == MediaType.Yaml ? YamlBody.Read(body, duplicates) : Json(body, duplicates);
        var kind = call.BodyKind;
        CheckKind(kind, value);
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
            throw StatusException.BadRequest($"{prefix}{exception.Message}");
        }
    }

    private static JsonObject Json(byte[] body, ICollection<string> duplicates) =>
        Parse(body, duplicates, "couldn't get version/kind; json parse error: ") as JsonObject ?? throw StatusException.BadRequest(
            "couldn't get version/kind; json parse error: json: cannot unmarshal into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; "
            + "Kind string \"json:\\\"kind,omitempty\\\"\" }");

    private static void CheckKind(KindSchema kind, JsonObject value)
    {
        var (givenVersion, givenKind) = (value.Text("apiVersion"), value.Text("kind"));
        if (kind.IsCustom && string.IsNullOrEmpty(givenKind))
            throw StatusException.BadRequest($"Object 'Kind' is missing in '{value.ToJsonString()}'");
        if (!string.IsNullOrEmpty(givenKind) && givenKind != kind.Kind)
        {
            var version = givenVersion?.Split('/')[^1];
            throw StatusException.BadRequest(SchemaTable.BuiltIn.Find(givenVersion ?? "", givenKind) is null
                ? $"no kind \"{givenKind}\" is registered for version \"{givenVersion}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\""
                : $"{givenKind} in version \"{version}\" cannot be handled as a {kind.Kind}: converting ({version}.{givenKind}) to (core.{kind.Kind}): unknown conversion");
        }
        if (!string.IsNullOrEmpty(givenVersion) && givenVersion != kind.ApiVersion)
            throw StatusException.BadRequest($"the API version in the data ({givenVersion}) does not match the expected API version ({kind.ApiVersion})");
    }
}
