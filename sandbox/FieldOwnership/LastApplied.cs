using System.Text.Encodings.Web;

namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>The bridge from <c>kubectl apply</c> to <c>kubectl apply --server-side</c>; it exists only for the field manager <c>kubectl</c>.</summary>
internal static class LastApplied
{
    private const string Manager = "kubectl";

    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2 * Json.JsonTree.MaxDepth };

    /// <summary>The conflicts that stay when those on fields that the client-side apply had set to what they still are, are taken over.</summary>
    public static IReadOnlyList<ApplyConflict> Narrow(Ownership ownership, JsonObject live, string manager, IReadOnlyList<ApplyConflict> conflicts) =>
        manager == Manager && FieldsOf(ownership, live) is { } allowed ? [.. conflicts.Where(conflict => !allowed.Contains(conflict.Path))] : conflicts;

    /// <summary>Brings the annotation up to date where the object has it.</summary>
    public static void Refresh(JsonObject result, JsonObject config, string manager)
    {
        if (manager != Manager || result["metadata"]?["annotations"] is not JsonObject annotations || (string?)annotations[Annotation] is not { Length: > 0 })
            return;
        var applied = config.DeepClone().AsObject();
        (applied["metadata"]?["annotations"] as JsonObject)?.Remove(Annotation);
        annotations[Annotation] = applied.ToJsonString(Relaxed) + "\n";
    }

    private static HashSet<string>? FieldsOf(Ownership ownership, JsonObject live)
    {
        if ((string?)live["metadata"]?["annotations"]?[Annotation] is not { Length: > 0 } text)
            return null;
        try
        {
            if (JsonNode.Parse(text) is not JsonObject applied || (string?)applied["apiVersion"] != ownership.Kind.ApiVersion)
                return null;
            var comparison = TypedComparison.Of(applied, live, ownership.Kind.Type);
            var same = TypedFieldSet.Of(applied, ownership.Kind.Type)
                .Difference(comparison.Modified).Difference(comparison.Added).Difference(comparison.Removed);
            return [.. same.Paths().Select(path => string.Concat(path))];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or TypedValueException)
        {
            // The annotation is the client's text: one that cannot be read allows nothing.
            return null;
        }
    }
}
