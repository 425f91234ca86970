namespace Cake.Istio.Sandbox.Defaults;

/// <summary>Namespaces and the policies in them.</summary>
internal static class NamespaceDefaults
{
    /// <summary>A namespace carries its name as a label.</summary>
    public static void Label(JsonObject value)
    {
        if (value["metadata"] is not JsonObject metadata || (string?)metadata["name"] is not { Length: > 0 } name)
            return;
        if (metadata["labels"] is not JsonObject labels)
            metadata["labels"] = labels = [];
        labels["kubernetes.io/metadata.name"] = name;
    }

    /// <summary>A network policy is about what comes in, and about what goes out when it says something of that.</summary>
    public static void PolicyTypes(JsonObject spec)
    {
        if (spec["policyTypes"] is JsonArray { Count: > 0 })
            return;
        spec["policyTypes"] = spec["egress"] is JsonArray { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
    }

    /// <summary>Of containers the greatest limit is the default one, that the default request, and else the least request is.</summary>
    public static void Limits(JsonObject limit)
    {
        if ((string?)limit["type"] != "Container")
            return;
        Fill("default", "max");
        Fill("defaultRequest", "default");
        Fill("defaultRequest", "min");

        void Fill(string field, string source)
        {
            if (limit[source] is not JsonObject { Count: > 0 } amounts)
                return;
            if (limit[field] is not JsonObject target)
                limit[field] = target = [];
            foreach (var (name, amount) in amounts)
                target[name] ??= amount?.DeepClone();
        }
    }
}
