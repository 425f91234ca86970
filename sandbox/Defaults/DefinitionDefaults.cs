namespace Cake.Istio.Sandbox.Defaults;

/// <summary>CustomResourceDefinitions.</summary>
internal static class DefinitionDefaults
{
    /// <summary>Names follow from the kind; versions convert by changing their apiVersion.</summary>
    public static void Apply(JsonObject definition)
    {
        if (definition["spec"] is not JsonObject spec)
            return;
        if (spec["names"] is JsonObject names && (string?)names["kind"] is { Length: > 0 } kind)
        {
            names["singular"] ??= kind.ToLowerInvariant();
            names["listKind"] ??= kind + "List";
        }
        if (spec["conversion"] is not JsonObject conversion)
            spec["conversion"] = conversion = [];
        if ((string?)conversion["strategy"] is null or "")
            conversion["strategy"] = "None";
    }
}
