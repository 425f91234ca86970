using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Registry;
using Cake.Istio.Sandbox.Schema;
using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.Tests.Validation;

/// <summary>Validates objects in tests.</summary>
internal static class Checked
{
    /// <summary>The findings on a new object, as <c>field: message</c>.</summary>
    public static string[] Create(string apiVersion, string kind, string json)
    {
        var schema = Objects.Kind(apiVersion, kind);
        return Texts(schema, Named(schema, json), null);
    }

    /// <summary>The findings on an update.</summary>
    public static string[] Update(string apiVersion, string kind, string old, string json)
    {
        var schema = Objects.Kind(apiVersion, kind);
        return Texts(schema, Named(schema, json), Named(schema, old));
    }

    /// <summary>The findings on a status.</summary>
    public static string[] Status(string apiVersion, string kind, string spec, string old, string json)
    {
        var schema = Objects.Kind(apiVersion, kind);
        return Texts(schema, With(json), With(old), "status");

        JsonObject With(string status) => Named(schema, $$"""{"spec":{{spec}},"status":{{status}}}""");
    }

    public static string[] Texts(KindSchema kind, JsonObject value, JsonObject? old, string? subresource = null)
    {
        // What a server sets before it validates.
        if (kind.QualifiedKind == "Job.batch")
        {
            foreach (var job in new[] { value, old }.OfType<JsonObject>())
            {
                job["metadata"]!["uid"] ??= "0f6d";
                JobSelector.Set(job);
            }
        }
        return [.. ObjectValidation.Check(kind, value, old, subresource).Select(cause => $"{cause.Field}: {cause.Message}")];
    }

    private static JsonObject Named(KindSchema kind, string json)
    {
        var value = Objects.Complete(kind, json);
        if (value["metadata"] is not JsonObject metadata)
            value["metadata"] = metadata = [];
        metadata["name"] ??= "x";
        if (kind.IsNamespaced)
            metadata["namespace"] ??= "n";
        return value;
    }
}
