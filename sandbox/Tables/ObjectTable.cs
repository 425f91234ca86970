using System.Collections.Frozen;

namespace Cake.Istio.Sandbox.Tables;

/// <summary>Turns objects into <c>meta.k8s.io/v1 Table</c>.</summary>
internal static class ObjectTable
{
    private static readonly FrozenDictionary<string, TablePrinter> BuiltIn =
        WorkloadTables.Printers.Concat(NetworkTables.Printers).Concat(ClusterTables.Printers).Concat(PolicyTables.Printers).ToFrozenDictionary();

    private static readonly TablePrinter Default = PolicyTables.CreatedAt();

    /// <summary>The printer of scales.</summary>
    public static TablePrinter Scale { get; } = TablePrinter.Of("Name,Desired#,Available#,Age", (value, now) =>
        [value.Name(), value.Number("spec", "replicas") ?? 0, value.Number("status", "replicas") ?? 0, value.Age(now)]);

    /// <summary>The printer of a resource.</summary>
    public static TablePrinter Printer(ResourceDefinition resource) => resource.Custom is { } custom ? CustomTable.Printer(custom) : BuiltIn.GetValueOrDefault(resource.Kind, Default);

    /// <summary>A table without rows.</summary>
    /// <param name="printer">The printer.</param>
    /// <param name="apiVersion">The version of tables that was asked for.</param>
    /// <param name="metadata">The metadata of the list.</param>
    /// <param name="withColumns">Whether the columns are told; later events of a watch do not repeat them.</param>
    public static JsonObject Empty(TablePrinter printer, string apiVersion, JsonObject metadata, bool withColumns = true) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = apiVersion,
        ["metadata"] = metadata,
        ["columnDefinitions"] = withColumns ? new JsonArray([.. printer.Columns.Select(column => column.ToJson())]) : null,
        ["rows"] = new JsonArray(),
    };

    /// <summary>The row of an object.</summary>
    /// <param name="printer">The printer.</param>
    /// <param name="apiVersion">The version of partial metadata that was asked for.</param>
    /// <param name="value">The object; taken over.</param>
    /// <param name="include">What of the object goes with it: <c>None</c>, <c>Object</c>, or else its metadata.</param>
    /// <param name="now">The time.</param>
    public static JsonObject Row(TablePrinter printer, string apiVersion, JsonObject value, string? include, DateTimeOffset now)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. printer.Cells(value, now)]) };
        if (printer == PodTable.Printer && PodTable.Completed(value) is { } completed)
            row["conditions"] = completed;
        row["object"] = include switch { "None" => null, "Object" => value, _ => PartialMetadata(apiVersion, value) };
        return row;
    }

    /// <summary>The object's metadata only.</summary>
    public static JsonObject PartialMetadata(string apiVersion, JsonObject value) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = apiVersion,
        ["metadata"] = value["metadata"]?.DeepClone(),
    };
}
