using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>CustomResourceDefinition to <c>apiextensions.k8s.io/v1</c>.</summary>
internal static class CustomResourceDefinition
{
    private const string ApprovalAnnotation = "api-approved.kubernetes.io";

    /// <summary>
    /// Gives every version its own schema, columns and subresources, makes the schemas structural, and writes out what v1beta1 had by default.
    /// </summary>
    internal static void Rewrite(JsonObject json, ICollection<string> notes)
    {
        if (json.Object("spec") is not { } spec)
            return;
        spec.Default("scope", "Namespaced");
        var keepsUnknown = !spec.IsFalse("preserveUnknownFields");
        spec.Remove("preserveUnknownFields");
        Versions(spec, keepsUnknown, notes);
        CustomResourceConversion.Rewrite(spec, notes);
        Approve(json, spec.Text("group") ?? "", notes);
    }

    private static void Versions(JsonObject spec, bool keepsUnknown, ICollection<string> notes)
    {
        var name = spec.Take("version");
        if (spec["versions"] is not JsonArray { Count: > 0 })
            spec["versions"] = new JsonArray(new JsonObject { ["name"] = name, ["served"] = true, ["storage"] = true });
        var (validation, columns, subresources) = (spec.Take("validation"), spec.Take("additionalPrinterColumns"), spec.Take("subresources"));
        foreach (var version in spec.Objects("versions"))
        {
            Inherit(version, "schema", validation);
            Inherit(version, "additionalPrinterColumns", columns);
            Inherit(version, "subresources", subresources);
            Schema(version, keepsUnknown, notes);
            foreach (var column in version.Objects("additionalPrinterColumns"))
                column.Rename("JSONPath", "jsonPath");
        }
    }

    private static void Inherit(JsonObject version, string key, JsonNode? common)
    {
        if (common is not null)
            version.Default(key, common.DeepClone());
    }

    private static void Schema(JsonObject version, bool keepsUnknown, ICollection<string> notes)
    {
        var schema = version.Ensure("schema");
        var structural = new StructuralSchema(keepsUnknown, hasStatus: version.Object("subresources").Object("status") is not null);
        schema["openAPIV3Schema"] = structural.FromRoot(schema.Object("openAPIV3Schema"));
        foreach (var loss in structural.Losses)
            notes.Add($"Version {version.Text("name")}: {loss}.");
    }

    // Anything at all is accepted, but the server wants to be told that nobody reviewed an API in Kubernetes' own groups (KEP-1111).
    private static void Approve(JsonObject json, string group, ICollection<string> notes)
    {
        if (!IsProtected(group, "k8s.io") && !IsProtected(group, "kubernetes.io"))
            return;
        if (json.Ensure("metadata").Ensure("annotations").Default(ApprovalAnnotation, "unapproved, rewritten from apiextensions.k8s.io/v1beta1"))
            notes.Add($"The annotation {ApprovalAnnotation}, which the group {group} needs.");
    }

    private static bool IsProtected(string group, string domain) => group == domain || group.EndsWith("." + domain, StringComparison.Ordinal);
}
