using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Catalog;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Json;
using Cake.Istio.Sandbox.Server;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Turns a request's body into an object of the kind that the path speaks of.</summary>
internal static class ObjectDecoder
{
    /// <summary>Reads an object of a resource, or of one of its subresources.</summary>
    /// <param name="call">The request.</param>
    /// <param name="body">The body.</param>
    /// <param name="duplicates">Collects the paths of duplicate keys.</param>
    /// <exception cref="StatusException">400 or 415.</exception>
    public static JsonObject Decode(ApiCall call, byte[] body, ICollection<string> duplicates)
    {
        var contentType = MediaType.ParseList(call.Http.Request.ContentType ?? MediaType.Json).FirstOrDefault()?.Name;
        if (contentType is not (MediaType.Json or MediaType.Yaml))
            throw Unsupported(contentType, $"{MediaType.Json}, {MediaType.Yaml}");
        var (apiVersion, kind) = call.Path.Subresource is { } name && call.Resource.Subresource(name) is { } part
            ? (part.ApiVersion, part.Kind)
            : (call.Resource.ApiVersion, call.Resource.Kind);
        var value = contentType == MediaType.Yaml ? YamlBody.Read(body, duplicates) : Json(body, duplicates);
        CheckKind(call.Resource, value, apiVersion, kind);
        value["apiVersion"] = apiVersion;
        value["kind"] = kind;
        CheckMetadata(call, value);
        return value;
    }

    /// <summary>415 with the media types that would do.</summary>
    public static StatusException Unsupported(string? contentType, string accepted) => new(HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: {accepted} (got {contentType})".Replace($" (got {contentType})", "", StringComparison.Ordinal));

    private static JsonObject Json(byte[] body, ICollection<string> duplicates)
    {
        try
        {
            return JsonTree.Read(body, duplicates) as JsonObject
                ?? throw StatusException.BadRequest("couldn't get version/kind; json parse error: json: cannot unmarshal into Go value of type struct { APIVersion string "
                    + "\"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }");
        }
        catch (JsonException exception)
        {
            throw StatusException.BadRequest($"couldn't get version/kind; json parse error: {exception.Message}");
        }
    }

    private static void CheckKind(ResourceDefinition resource, JsonObject value, string apiVersion, string kind)
    {
        var (givenVersion, givenKind) = (value.Text("apiVersion"), value.Text("kind"));
        if (resource.Custom is not null && string.IsNullOrEmpty(givenKind))
            throw StatusException.BadRequest($"Object 'Kind' is missing in '{value.ToJsonString()}'");
        if (!string.IsNullOrEmpty(givenKind) && givenKind != kind)
            throw StatusException.BadRequest(
                $"{givenKind} in version \"{givenVersion?.Split('/')[^1]}\" cannot be handled as a {kind}: converting (v1.{givenKind}) to (core.{kind}): unknown conversion");
        if (!string.IsNullOrEmpty(givenVersion) && givenVersion != apiVersion)
            throw StatusException.BadRequest($"the API version in the data ({givenVersion}) does not match the expected API version ({apiVersion})");
    }

    private static void CheckMetadata(ApiCall call, JsonObject value)
    {
        if (value["metadata"] is not (null or JsonObject))
            throw StatusException.BadRequest($"{call.Resource.Kind} in version \"{call.Resource.Version}\" cannot be handled as a {call.Resource.Kind}: "
                + "json: cannot unmarshal into Go struct field .metadata of type v1.ObjectMeta");
        var metadata = value.Child("metadata");
        if (call.Path.Namespace is { } space && metadata.Text("namespace") is { Length: > 0 } given && given != space)
            throw StatusException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        if (call.Path.Name is { } name && call.Path.Subresource is null or "status" && metadata.Text("name") is { Length: > 0 } own && own != call.Path.Name)
            throw StatusException.BadRequest($"the name of the object ({own}) does not match the name on the URL ({name})");
    }
}
