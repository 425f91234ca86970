namespace Cake.Istio.Sandbox.Tables;

/// <summary>How objects of a kind are shown as rows.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Cells">The cells of an object, one per column; the time is now.</param>
internal sealed record TablePrinter(IReadOnlyList<TableColumn> Columns, Func<JsonObject, DateTimeOffset, IEnumerable<JsonNode?>> Cells)
{
    /// <summary>A printer from a list of columns (see <see cref="TableColumn.Parse"/>).</summary>
    public static TablePrinter Of(string columns, Func<JsonObject, DateTimeOffset, JsonNode?[]> cells) => new(TableColumn.Parse(columns), cells);
}
