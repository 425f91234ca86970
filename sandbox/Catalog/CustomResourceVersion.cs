using System.Text.Json.Nodes;

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

    /// <summary>The paths of the scale subresource, or null.</summary>
    public JsonObject? Scale => Version["subresources"]?["scale"] as JsonObject;
}
