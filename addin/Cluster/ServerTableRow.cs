using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

/// <summary>A row of a <see cref="ServerTable"/>.</summary>
/// <param name="Cells">As many as there are columns, as kubectl prints them.</param>
/// <param name="Item">The object of the row.</param>
public sealed record ServerTableRow(IReadOnlyList<string> Cells, JsonObject Item)
{
    internal static IEnumerable<ServerTableRow> Read(JsonObject table, ApiResource resource)
    {
        foreach (var row in table["rows"] as JsonArray ?? [])
        {
            var item = row?["object"] as JsonObject ?? [];
            item["apiVersion"] ??= resource.ApiVersion;
            item["kind"] ??= resource.Kind;
            yield return new([.. (row?["cells"] as JsonArray ?? []).Select(Text)], item);
        }
    }

    // kubectl prints a cell's first line, and nothing for null.
    private static string Text(JsonNode? cell)
    {
        var text = cell?.ToString() ?? "";
        var end = text.AsSpan().IndexOfAny("\r\n\f");
        return end < 0 ? text : $"{text[..end]}...";
    }
}
