namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>Reads and writes <c>metadata.managedFields</c>.</summary>
internal static class ManagedFields
{
    /// <summary>The entries of an object.</summary>
    /// <exception cref="FormatException">They are broken.</exception>
    public static Dictionary<ManagerKey, ManagedEntry> Read(JsonNode? managedFields)
    {
        var entries = new Dictionary<ManagerKey, ManagedEntry>();
        foreach (var item in managedFields as JsonArray ?? [])
        {
            var entry = item as JsonObject ?? throw new FormatException("a managed fields entry must be an object");
            var operation = Text(entry, "operation");
            if (operation is not (ManagerKey.Apply or ManagerKey.Update))
                throw new FormatException("operation must be `Apply` or `Update`");
            if (Text(entry, "apiVersion") is not { Length: > 0 } apiVersion)
                throw new FormatException("apiVersion must not be empty");
            if (Text(entry, "fieldsType") != "FieldsV1")
                throw new FormatException($"invalid fieldsType {Schema.GoText.Quote(Text(entry, "fieldsType") ?? "")}");
            var key = new ManagerKey(Text(entry, "manager") ?? "", operation, operation == ManagerKey.Apply ? "" : apiVersion, Text(entry, "subresource") ?? "");
            entries[key] = new ManagedEntry(FieldsV1.Parse(entry["fieldsV1"] as JsonObject ?? []), apiVersion, Text(entry, "time"));
        }
        return entries;
    }

    /// <summary>Writes them in a server's order: appliers first, then by time in seconds, manager, version and subresource. Null when there are none.</summary>
    public static JsonArray? Write(IReadOnlyDictionary<ManagerKey, ManagedEntry> entries) => entries.Count == 0
        ? null
        : new JsonArray([.. entries
            .OrderBy(entry => entry.Key.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Value.Time ?? "", StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Manager, StringComparer.Ordinal)
            .ThenBy(entry => entry.Value.ApiVersion, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Subresource, StringComparer.Ordinal)
            .Select(entry => Write(entry.Key, entry.Value))]);

    private static JsonObject Write(ManagerKey key, ManagedEntry entry)
    {
        var json = new JsonObject { ["manager"] = key.Manager, ["operation"] = key.Operation, ["apiVersion"] = entry.ApiVersion };
        if (entry.Time is not null)
            json["time"] = entry.Time;
        json["fieldsType"] = "FieldsV1";
        json["fieldsV1"] = FieldsV1.Write(entry.Fields);
        if (key.Subresource.Length > 0)
            json["subresource"] = key.Subresource;
        return json;
    }

    private static string? Text(JsonObject entry, string name) =>
        entry[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
