using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Tables;

/// <summary>Custom resources, by the printer columns of their definition.</summary>
internal static class CustomTable
{
    private static readonly JsonObject Age = new() { ["name"] = "Age", ["type"] = "date", ["jsonPath"] = ".metadata.creationTimestamp" };

    /// <summary>The printer of a version.</summary>
    public static TablePrinter Printer(CustomResourceVersion version)
    {
        var columns = version.PrinterColumns is { Count: > 0 } own ? own.OfType<JsonObject>().ToList() : [Age];
        var paths = columns.Select(column => Parse(column.Text("jsonPath") ?? "")).ToList();
        return new TablePrinter(
            [new TableColumn("Name", "string", 0) { Format = "name" }, .. columns.Select(Column)],
            (value, now) => columns.Select((column, index) => Cell(column.Text("type"), paths[index], value, now)).Prepend(value.Name()));
    }

    private static TableColumn Column(JsonObject column) => new(column.Text("name") ?? "", column.Text("type") ?? "string", column.Number("priority") ?? 0)
    {
        Format = column.Text("format") ?? "",
        Description = column.Text("description") ?? $"Custom resource definition column (in JSONPath format): {column.Text("jsonPath")}",
    };

    // A path that cannot be read shows nothing; definitions with one are refused when they are created.
    private static JsonPath? Parse(string path)
    {
        try
        {
            return JsonPath.Parse(path);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static JsonNode? Cell(string? type, JsonPath? path, JsonObject value, DateTimeOffset now)
    {
        if (path?.Find(value).ToList() is not { Count: > 0 } found)
            return null;
        switch (type)
        {
            case "integer":
                return found[0].Number();
            case "number":
                return found[0].GetValueKind() == JsonValueKind.Number ? found[0].DeepClone() : null;
            case "boolean":
                return found[0].Flag();
            case "date":
                return found[0].Text() is not { } text ? null : found[0].Time() is { } time ? HumanDuration.Format(now - time) : text.Length == 0 ? "<unknown>" : "<invalid>";
            default:
                return found[0].Text() ?? JsonTree.Sorted(found[0])!.ToJsonString();
        }
    }
}
