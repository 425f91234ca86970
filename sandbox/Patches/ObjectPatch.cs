using System.Text.Encodings.Web;
using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Patches;

/// <summary>Patches an object; server-side apply is another matter.</summary>
internal static class ObjectPatch
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2 * JsonTree.MaxDepth };

    /// <summary>Carries a patch out.</summary>
    /// <param name="kind">The kind, or that of the subresource.</param>
    /// <param name="stored">The object in the version of the request; not changed.</param>
    /// <param name="mediaType">That of a JSON, merge or strategic merge patch.</param>
    /// <param name="body">The patch.</param>
    /// <returns>A new object, complete with defaults; field ownership and validation are still to come.</returns>
    /// <exception cref="StatusException">400, 413 or 422.</exception>
    public static PatchedObject Apply(KindSchema kind, JsonObject stored, string mediaType, byte[] body)
    {
        var strictErrors = new List<string>();
        var patch = Read(mediaType, body, strictErrors);
        var patched = Patch(kind, stored, mediaType, patch);
        var shown = mediaType == MediaType.StrategicMergePatch ? GoText.Print(StrategicMergePatch.Undirected(patch)) : patched?.ToJsonString(Relaxed) ?? "null";
        if (patched is not JsonObject result)
            throw Invalid(shown, $"json: cannot unmarshal {(patched is null ? "null" : GoType.OfValue(patched))} into Go value of type map[string]interface {{}}");
        // A strategic patch changes an object of its type; the others are read back as what they say they are.
        if (mediaType != MediaType.StrategicMergePatch && KindMatch.OfPatched(kind, result) is { } mismatch)
            throw Invalid(shown, mismatch);
        (result["apiVersion"], result["kind"]) = (kind.ApiVersion, kind.Kind);
        try
        {
            var unknown = ObjectForm.Complete(kind, result, new DecodeReport { IsConverted = mediaType == MediaType.StrategicMergePatch }).StrictErrors;
            return new PatchedObject(result, [.. strictErrors, .. mediaType == MediaType.StrategicMergePatch ? [.. unknown.Order(StringComparer.Ordinal)] : unknown], shown);
        }
        catch (StatusException error)
        {
            throw Invalid(shown, error.Message[(error.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        }
    }

    /// <summary>422: the patched object cannot be read back, or has fields that a strict request refuses.</summary>
    public static StatusException Invalid(string patched, string why)
    {
        var message = $"Invalid value: {GoText.Quote(patched)}: {why}";
        return new StatusException(HttpStatusCode.UnprocessableEntity, "Invalid", $" \"\" is invalid: patch: {message}")
        {
            Causes = [new StatusCause("FieldValueInvalid", message, "patch")],
        };
    }

    private static JsonNode? Read(string mediaType, byte[] body, List<string> strictErrors)
    {
        try
        {
            var patch = JsonTree.Read(body, strictErrors);
            for (var index = 0; index < strictErrors.Count; index++)
                strictErrors[index] = $"duplicate field {GoText.Quote(strictErrors[index])}";
            if (mediaType == MediaType.JsonPatch)
                JsonPatch.Check(patch, strictErrors);
            return mediaType == MediaType.JsonPatch || patch is null or JsonObject ? patch
                : throw new JsonException($"json: cannot unmarshal {GoType.OfValue(patch)} into Go value of type map[string]interface {{}}");
        }
        catch (JsonException exception)
        {
            throw StatusException.BadRequest($"{(mediaType == MediaType.StrategicMergePatch ? "" : "error decoding patch: ")}{exception.Message}");
        }
    }

    private static JsonNode? Patch(KindSchema kind, JsonObject stored, string mediaType, JsonNode? patch)
    {
        if (mediaType == MediaType.JsonPatch)
            return JsonPatch.Apply(stored, patch as JsonArray ?? []);
        var target = stored.DeepClone().AsObject();
        if (mediaType == MediaType.StrategicMergePatch)
            return StrategicMergePatch.Apply(target, patch?.DeepClone().AsObject() ?? [], kind.Type);
        MergePatch.Apply(target, patch as JsonObject ?? throw StatusException.BadRequest("Invalid JSON Patch"));
        return target;
    }
}

/// <summary>What a patch made.</summary>
/// <param name="Value">The object.</param>
/// <param name="StrictErrors">Unknown and duplicate fields.</param>
/// <param name="Shown">What a refusal shows: the patched object, or the strategic patch.</param>
internal sealed record PatchedObject(JsonObject Value, IReadOnlyList<string> StrictErrors, string Shown);
