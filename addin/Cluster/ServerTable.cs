namespace Cake.Istio.Cluster;

/// <summary>A LIST as the server prints it (<c>meta.k8s.io Table</c>).</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">A row an object.</param>
public sealed record ServerTable(IReadOnlyList<ServerTableColumn> Columns, IReadOnlyList<ServerTableRow> Rows);
