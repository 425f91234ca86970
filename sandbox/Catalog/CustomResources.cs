using Cake.Istio.Sandbox.CustomSchemas;

namespace Cake.Istio.Sandbox.Catalog;

/// <summary>The resources that an established CustomResourceDefinition adds.</summary>
internal static class CustomResources
{
    /// <summary>One resource per served version, best version first; none before the definition is established.</summary>
    public static IReadOnlyList<ResourceDefinition> Read(JsonObject definition)
    {
        if (!definition.Objects("status", "conditions").Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True"))
            return [];
        var spec = definition["spec"]!.AsObject();
        var group = spec.Text("group")!;
        var versions = spec.Objects("versions").OrderBy(version => version.Text("name")!, ApiVersionOrder.Instance).ToList();
        // Validation lets no definition pass that has none; one kept by an older sandbox may.
        if (versions.FirstOrDefault(version => version.Flag("storage") == true)?.Text("name") is not { } stored)
            return [];
        var storage = $"{group}/{stored}";
        return [.. versions.Where(version => version.Flag("served") == true).Select(version =>
        {
            var schema = CustomKind.Read(definition, spec.Flag("preserveUnknownFields") == true ? Unpruned(version) : version);
            return new ResourceDefinition(new ResourceKey(group, schema.Plural), schema, storage)
            {
                ListKind = definition.Text("status", "acceptedNames", "listKind") ?? spec.Text("names", "listKind") ?? schema.Kind + "List",
                Custom = new CustomResourceVersion(definition.Name(), spec, version) { IsTerminating = Condition.IsTrue(definition, "Terminating") },
            };
        })];
    }

    // What apiextensions/v1beta1 made: objects are kept as they come, whatever the schema says.
    private static JsonObject Unpruned(JsonObject version)
    {
        var copy = version.DeepClone().AsObject();
        copy["schema"] = new JsonObject { ["openAPIV3Schema"] = new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true } };
        return copy;
    }
}
