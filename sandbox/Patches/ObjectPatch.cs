using System.Text.Encodings.Web;
using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Patches;

/// <summary>Patches an object; server-side apply is another matter.</summary>
internal static class ObjectPatch
{
    /// <summary>The media type of <see cref="JsonPatch"/>.</summary>
    public const string Json = "application/json-patch+json";

    /// <summary>The media type of <see cref="MergePatch"/>.</summary>
    public const string Merge = "application/merge-patch+json";

    /// <summary>The media type of <see cref="StrategicMergePatch"/>; custom resources do not take it.</summary>
    public const string Strategic = "application/strategic-merge-patch+json";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2 * JsonTree.MaxDepth };

    /// <summary>Carries a patch out.</summary>
    /// <param name="kind">The kind, or that of the subresource.</param>
    /// <param name="stored">The object in the version of the request; not changed.</param>
    /// <param name="mediaType">One of the three.</param>
    /// <param name="patch">The patch; not changed.</param>
    /// <param name="strictErrors">Unknown fields of the result.</param>
    /// <returns>A new object, complete with defaults; field ownership and validation are still to come.</returns>
    /// <exception cref="StatusException">400, 413 or 422.</exception>
    public static JsonObject Apply(KindSchema kind, JsonObject stored, string mediaType, JsonNode? patch, out IReadOnlyList<string> strictErrors)
    {
        var patched = Patch(kind, stored, mediaType, patch);
        var text = patched?.ToJsonString(Relaxed) ?? "null";
        if (patched is not JsonObject result)
            throw Invalid(text, $"json: cannot unmarshal {(patched is JsonArray ? "array" : "string")} into Go value of type map[string]interface {{}}");
        // A strategic patch changes an object of its type; the others are read back as what they say they are.
        if (mediaType != Strategic && KindMatch.OfPatched(kind, result) is { } mismatch)
            throw Invalid(text, mismatch);
        (result["apiVersion"], result["kind"]) = (kind.ApiVersion, kind.Kind);
        try
        {
            strictErrors = ObjectForm.Complete(kind, result).StrictErrors;
        }
        catch (StatusException error)
        {
            throw Invalid(text, error.Message[(error.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        }
        return result;
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

    private static JsonNode? Patch(KindSchema kind, JsonObject stored, string mediaType, JsonNode? patch)
    {
        if (mediaType == Json)
            return JsonPatch.Apply(stored, patch);
        if (patch is not JsonObject changes)
            throw StatusException.BadRequest(mediaType == Merge ? "Invalid JSON Patch" : "json: cannot unmarshal into Go value of type map[string]interface {}");
        var target = stored.DeepClone().AsObject();
        if (mediaType == Strategic)
            return StrategicMergePatch.Apply(target, changes.DeepClone().AsObject(), kind.Type);
        MergePatch.Apply(target, changes);
        return target;
    }
}
