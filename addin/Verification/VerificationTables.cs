using Cake.Istio.Cluster;
using Cake.Istio.Reporting;
using Cake.Istio.Verification.Checks;

namespace Cake.Istio.Verification;

/// <summary>Chooses from the server's own tables what a verification shows: the release's CRDs, the mesh's pods and its services.</summary>
internal static class VerificationTables
{
    private static readonly (string Kind, string Title)[] Shown =
        [(CustomResourceDefinitionsCheck.Kind, "custom resource definitions"), ("Pod", "pods"), ("Service", "services")];

    /// <summary>Whether a LIST is to be shown.</summary>
    public static bool Shows(ApiResource resource, string? ns, string meshNamespace) =>
        resource.Kind switch
        {
            "Pod" or "Service" => resource.Group.Length == 0 && ns == meshNamespace,
            CustomResourceDefinitionsCheck.Kind => true,
            _ => false,
        };

    /// <summary>Makes the tables, in a fixed order, rows sorted by name.</summary>
    public static IReadOnlyList<Table> Make(MeshSnapshot mesh, IReadOnlyDictionary<string, ServerTable> tables)
    {
        var definitions = mesh.Expected.Where(o => o.Kind == CustomResourceDefinitionsCheck.Kind).Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from shown in Shown
               where tables.ContainsKey(shown.Kind)
               select Make(shown.Title, tables[shown.Kind], name => shown.Kind != CustomResourceDefinitionsCheck.Kind || definitions.Contains(name)),
        ];
    }

    private static Table Make(string title, ServerTable table, Func<string, bool> isWanted)
    {
        var columns = Enumerable.Range(0, table.Columns.Count).Where(i => table.Columns[i].Priority == 0).ToList();
        var rows = table.Rows.Select(row => (Name: (string?)row.Item["metadata"]?["name"] ?? "", row.Cells)).Where(row => isWanted(row.Name)).OrderBy(row => row.Name, StringComparer.Ordinal);
        return new(title, [.. columns.Select(i => table.Columns[i].Name)], [.. rows.Select(row => columns.Select(i => row.Cells[i]).ToList())]);
    }
}
