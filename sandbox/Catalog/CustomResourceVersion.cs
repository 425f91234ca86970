namespace Cake.Istio.Sandbox.Catalog;

/// <summary>What a CustomResourceDefinition says about one of its versions. Shared by requests: nobody changes the nodes.</summary>
/// <param name="DefinitionName">The CustomResourceDefinition's name.</param>
/// <param name="Spec">The CustomResourceDefinition's spec.</param>
/// <param name="Version">The entry of <c>spec.versions</c>.</param>
internal sealed record CustomResourceVersion(string DefinitionName, JsonObject Spec, JsonObject Version)
{
    /// <summary>The schema, or null when there is none.</summary>
    public JsonObject? Schema => Version["schema"]?["openAPIV3Schema"] as JsonObject;

    /// <summary>The printer columns beside the name; null for the default.</summary>
    public JsonArray? PrinterColumns => Version["additionalPrinterColumns"] as JsonArray;

    /// <summary>What a request of a deprecated version is warned of; null for another version.</summary>
    public string? DeprecationWarning => (bool?)Version["deprecated"] != true ? null : (string?)Version["deprecationWarning"] ?? DefaultWarning((string)Version["name"]!);

    /// <summary>Whether the definition is on its way out: nothing new is taken in.</summary>
    public bool IsTerminating { get; init; }

    /// <summary>The paths of the scale subresource, or null.</summary>
    public JsonObject? Scale => Version["subresources"]?["scale"] as JsonObject;

    private string DefaultWarning(string name)
    {
        var (group, kind) = ((string?)Spec["group"], (string?)Spec["names"]?["kind"]);
        var better = Spec["versions"]!.AsArray().OfType<JsonObject>()
            .Where(version => (bool?)version["served"] == true && (bool?)version["deprecated"] != true).Select(version => (string)version["name"]!)
            .Where(version => ApiVersionOrder.Instance.Compare(version, name) < 0).Order(ApiVersionOrder.Instance).FirstOrDefault();
        return $"{group}/{name} {kind} is deprecated{(better is null ? "" : $"; use {group}/{better} {kind}")}";
    }
}
