namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    // What kubectl asks for: the server's own columns, in the version that Kubernetes 1.14 knows too.
    private const string TableAccept =
        "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

    /// <summary>Lists objects as the server would print them for kubectl, each row with its object; follows pages.</summary>
    /// <param name="resource">Their kind.</param>
    /// <param name="ns">Their namespace, or null for all of them and for cluster-scoped objects.</param>
    /// <param name="cancel">Ends the requests.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<ServerTable> ListTableAsync(ApiResource resource, string? ns, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(resource);
        IReadOnlyList<ServerTableColumn> columns = [];
        var rows = new List<ServerTableRow>();
        string? next = null;
        do
        {
            var path = QueryString.Of(
                resource.CollectionPath(ns), ("includeObject", "Object"), ("limit", new ListOptions().PageSize.ToString()), ("continue", next));
            var page = await SendAsync(new(HttpMethod.Get, path) { Accept = TableAccept }, cancel);
            columns = columns.Count > 0 ? columns : ServerTableColumn.Read(page);
            rows.AddRange(ServerTableRow.Read(page, resource));
            next = (string?)page["metadata"]?["continue"];
        }
        while (!string.IsNullOrEmpty(next));
        return new(columns, rows);
    }
}
