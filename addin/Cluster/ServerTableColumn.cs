using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

/// <summary>A column of a <see cref="ServerTable"/>.</summary>
/// <param name="Name">Its heading, such as <c>Port(s)</c>.</param>
/// <param name="Priority">0 for a column that is always shown, more for one that kubectl shows with <c>-o wide</c>.</param>
public sealed record ServerTableColumn(string Name, int Priority)
{
    internal static IReadOnlyList<ServerTableColumn> Read(JsonObject table) =>
        [.. (table["columnDefinitions"] as JsonArray ?? []).Select(column => new ServerTableColumn((string?)column?["name"] ?? "", (int?)column?["priority"] ?? 0))];
}
