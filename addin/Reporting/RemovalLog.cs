using Cake.Core.Diagnostics;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Apply.Removal;

namespace Cake.Istio.Reporting;

/// <summary>Shows what an uninstall is about to remove and what it leaves.</summary>
internal static class RemovalLog
{
    /// <summary>Shows the plan.</summary>
    public static void WritePlan(ICakeLog log, InstallRecord record, RemovalPlan plan, bool purge)
    {
        var revision = record.Revision > 0 ? $"revision {record.Revision}" : "installed by another tool";
        log.Information("{0}", $"{StatusText.Describe(record.Description)}, {revision}: {plan.Deletions.Count} objects to delete");
        if (plan.UserResources.Count > 0 && purge)
        {
            var table = new Table("custom resources of yours die with their definitions", ["namespace", "kind", "name"], [.. plan.UserResources.Select(item => (IReadOnlyList<string>)[item.Namespace ?? "", item.Kind, item.Name])]);
            log.Warning("{0}", $"--purge: {plan.UserResources.Count} {table.Title}");
            foreach (var line in TextTable.Render(table))
                log.Warning("{0}", line);
        }

        if (plan.KeptDefinitions.Count > 0)
            log.Information("{0}", $"{plan.KeptDefinitions.Count} custom resource definitions stay{(plan.UserResources.Count > 0 ? $", and with them {plan.UserResources.Count} custom resources of yours" : "")}; --purge removes them");
    }
}
