namespace Cake.Istio.Sandbox.Conversion;

/// <summary>CustomResourceDefinitions of v1beta1, which may say once for all versions what v1 says for each.</summary>
internal static class DefinitionConversion
{
    private static readonly string[] PerVersion = ["schema", "subresources", "additionalPrinterColumns"];

    /// <summary>Fills in what v1beta1 takes for granted.</summary>
    public static void Default(JsonObject value)
    {
        if (value["spec"] is not JsonObject spec)
            return;
        if (spec.Text("scope") is null or "")
            spec["scope"] = "Namespaced";
        if (spec["versions"] is not JsonArray { Count: > 0 } && spec.Text("version") is { Length: > 0 } only)
            spec["versions"] = new JsonArray(new JsonObject { ["name"] = only, ["served"] = true, ["storage"] = true });
        if (spec.Text("version") is null or "" && spec.Objects("versions").FirstOrDefault().Text("name") is { } first)
            spec["version"] = first;
        spec["preserveUnknownFields"] ??= true;
    }

    /// <summary>To v1.</summary>
    public static void ToStorage(JsonObject value)
    {
        if (value["spec"] is not JsonObject spec)
            return;
        Default(value);
        VersionConversion.Rename(spec, "validation", "schema");
        foreach (var version in spec.Objects("versions"))
            foreach (var part in PerVersion)
                if (version[part] is null && spec.Copy(part) is { } common)
                    version[part] = common;
        foreach (var column in spec.Objects("versions").SelectMany(version => version.Objects("additionalPrinterColumns")))
            VersionConversion.Rename(column, "JSONPath", "jsonPath");
        foreach (var part in PerVersion)
            spec.Remove(part);
        spec.Remove("version");
        if (spec.Flag("preserveUnknownFields") == false)
            spec.Remove("preserveUnknownFields");
        if (spec["conversion"] is JsonObject conversion && conversion.Copy("webhookClientConfig") is { } client)
        {
            conversion["webhook"] = new JsonObject { ["clientConfig"] = client, ["conversionReviewVersions"] = conversion.Copy("conversionReviewVersions") };
            conversion.Remove("webhookClientConfig");
            conversion.Remove("conversionReviewVersions");
        }
    }

    /// <summary>From v1.</summary>
    public static void FromStorage(JsonObject value)
    {
        if (value["spec"] is not JsonObject spec)
            return;
        var versions = spec.Objects("versions").ToList();
        foreach (var column in versions.SelectMany(version => version.Objects("additionalPrinterColumns")))
            VersionConversion.Rename(column, "jsonPath", "JSONPath");
        foreach (var part in PerVersion.Where(part => versions.Count > 0 && versions.All(version => JsonNode.DeepEquals(version[part], versions[0][part]))))
        {
            if (versions[0].Copy(part) is { } common)
                spec[part] = common;
            foreach (var version in versions)
                version.Remove(part);
        }
        VersionConversion.Rename(spec, "schema", "validation");
        if (versions.FirstOrDefault().Text("name") is { } first)
            spec["version"] = first;
        spec["preserveUnknownFields"] ??= false;
        if (spec.At("conversion", "webhook") is JsonObject webhook && spec["conversion"] is JsonObject conversion)
        {
            conversion["webhookClientConfig"] = webhook.Copy("clientConfig");
            conversion["conversionReviewVersions"] = webhook.Copy("conversionReviewVersions");
            conversion.Remove("webhook");
        }
    }
}
