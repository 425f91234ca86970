using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Patches;
using Cake.Istio.Sandbox.Registry;

namespace Cake.Istio.Sandbox.Endpoints;

/// <content>PATCH.</content>
internal sealed partial class ResourceEndpoint
{
    private static readonly string[] PatchTypes = [MediaType.JsonPatch, MediaType.MergePatch, MediaType.StrategicMergePatch, MediaType.ApplyPatch];

    private async Task<bool> PatchAsync(ApiCall call)
    {
        var form = Negotiated.From(call.Http.Request.Headers.Accept.ToString());
        var mediaType = ObjectDecoder.ContentType(call);
        var accepted = PatchTypes.Where(type => type switch
        {
            MediaType.StrategicMergePatch => call.Resource.Custom is null,
            MediaType.ApplyPatch => server.HasServerSideApply,
            _ => true,
        }).ToList();
        if (!accepted.Contains(mediaType) && call.Resource.Custom is null)
            throw new StatusException(HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType", "415: Unsupported Media Type") { HasDetails = true };
        if (!accepted.Contains(mediaType))
            throw ObjectDecoder.Unsupported(string.Join(", ", accepted));
        var warnings = new List<string>();
        var request = Write(call, warnings);
        var body = await RequestBody.ReadAsync(call.Http.Request, call.Cancelled);
        var result = mediaType == MediaType.ApplyPatch
            ? await registry.ApplyAsync(request, OfParent(call, ReadConfiguration(request, body)), call.Cancelled)
            : await PatchAsync(call, request, mediaType, body);
        Answer.Warn(call.Http, warnings);
        await AnswerAsync(call, result, form);
        return result.Persisted;
    }

    private async Task<WriteResult> PatchAsync(ApiCall call, WriteRequest request, string mediaType, byte[] body)
    {
        var kind = call.BodyKind;
        return await registry.ChangeAsync(request, stored =>
        {
            var isScale = request.Subresource == "scale";
            var patched = ObjectPatch.Apply(kind, isScale ? ScaleView.Read(call.Resource, stored) : stored, mediaType, body);
            request.Warnings.Clear();
            StrictErrors.Report(request, patched.StrictErrors, errors => ObjectPatch.Invalid(patched.Shown, ObjectForm.Describe(errors)));
            ObjectNaming.CheckUpdate(request, patched.Value);
            if (!isScale)
                return patched.Value;
            ScaleView.Write(call.Resource, stored, patched.Value);
            return stored;
        }, call.Cancelled);
    }

    private static JsonObject ReadConfiguration(WriteRequest request, byte[] body)
    {
        var duplicates = new List<string>();
        JsonNode? config;
        try
        {
            config = YamlBody.Read(body, duplicates);
        }
        catch (FormatException exception)
        {
            throw StatusException.BadRequest($"error decoding YAML: error converting YAML to JSON: {exception.Message}");
        }
        StrictErrors.Report(request, [.. ObjectDecoder.OfYaml(duplicates).Select(error => $"error converting YAML to JSON: {error}")],
            errors => StatusException.BadRequest($"error strict decoding YAML: {errors[0]}"));
        return config is null ? [] : config as JsonObject ?? throw StatusException.BadRequest(
            $"error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {GoType.OfValue(config)} into Go value of type map[string]interface {{}}");
    }

    // An applied Scale owns the replicas of the object that it scales.
    private static JsonObject OfParent(ApiCall call, JsonObject config)
    {
        if (call.Path.Subresource != "scale" || config.Text("kind") != "Scale")
            return config;
        var parent = new JsonObject { ["apiVersion"] = call.Resource.ApiVersion, ["kind"] = call.Resource.Kind, ["metadata"] = config.Copy("metadata") ?? new JsonObject() };
        ScaleView.Write(call.Resource, parent, config);
        return parent;
    }
}
