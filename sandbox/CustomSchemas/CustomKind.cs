namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>The kind that a version of a CustomResourceDefinition defines.</summary>
internal static class CustomKind
{
    private static readonly string[] AllVerbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly string[] SubresourceVerbs = ["get", "patch", "update"];

    /// <summary>Reads it.</summary>
    /// <param name="definition">The CustomResourceDefinition, as stored.</param>
    /// <param name="version">The entry of its <c>spec.versions</c>.</param>
    public static KindSchema Read(JsonObject definition, JsonObject version)
    {
        var spec = definition["spec"]!;
        var names = definition["status"]?["acceptedNames"]?["kind"] is null ? spec["names"]! : definition["status"]!["acceptedNames"]!;
        var schema = version["schema"]?["openAPIV3Schema"] as JsonObject ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        var structural = StructuralSchema.Read(schema);
        var kind = (string)names["kind"]!;
        var (group, name) = ((string)spec["group"]!, (string)version["name"]!);
        var type = CustomTypes.OfObject(kind, structural);
        return new KindSchema(group, name, kind, (string)names["plural"]!, type)
        {
            Singular = (string?)names["singular"] ?? "",
            IsNamespaced = (string?)spec["scope"] == "Namespaced",
            Verbs = AllVerbs,
            ShortNames = Texts(names["shortNames"]),
            Categories = Texts(names["categories"]),
            Subresources = [.. Subresources(version, $"{group}/{name}", kind, type)],
            Structural = structural,
        };
    }

    private static IEnumerable<SubresourceSchema> Subresources(JsonObject version, string apiVersion, string kind, TypeSchema type)
    {
        if (version["subresources"]?["status"] is not null)
            yield return new SubresourceSchema("status", apiVersion, kind, type, SubresourceVerbs);
        if (version["subresources"]?["scale"] is not null)
            yield return new SubresourceSchema("scale", "autoscaling/v1", "Scale", SchemaTable.BuiltIn.Struct("autoscaling.v1.Scale"), SubresourceVerbs);
    }

    private static string[] Texts(JsonNode? list) => list is JsonArray items ? [.. items.Select(item => (string)item!)] : [];
}
