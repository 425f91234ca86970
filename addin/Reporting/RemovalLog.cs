using Cake.Core.Diagnostics;
using Cake.Istio.Apply;
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
        log.Information("{0}", $"{StatusText.Describe(record.Description)}, {revision}: {Counted.Of(plan.Deletions.Count, "object")} to delete");
        WriteList(log, plan.Deletions.Where(change => change.Message is not null), "of them stand in no manifest and go all the same", "of them stands in no manifest and goes all the same");
        WriteList(log, plan.Kept, "objects stay, because they are not the mesh's own", "object stays, because it is not the mesh's own");
        var resources = $"{Counted.Of(plan.UserResources.Count, "custom resource")} of yours";
        if (plan.UserResources.Count > 0 && purge)
        {
            var table = new Table("", ["namespace", "kind", "name"], [.. plan.UserResources.Select(item => (IReadOnlyList<string>)[item.Namespace ?? "", item.Kind, item.Name])]);
            log.Warning("{0}", $"--purge: {resources} {(plan.UserResources.Count == 1 ? "dies with its definition" : "die with their definitions")}");
            foreach (var line in TextTable.Render(table))
                log.Warning("{0}", line);
        }

        if (plan.KeptDefinitions.Count > 0)
        {
            var (stay, them) = plan.KeptDefinitions.Count == 1 ? ("stays", "it") : ("stay", "them");
            log.Information("{0}", $"{Counted.Of(plan.KeptDefinitions.Count, "custom resource definition")} {stay}{(plan.UserResources.Count > 0 ? $", and with {them} {resources}" : "")}; --purge removes {them}");
        }
    }

    private static void WriteList(ICakeLog log, IEnumerable<PlannedChange> changes, string many, string one)
    {
        var lines = changes.Select(change => $"  {change.Subject}: {change.Message}").ToList();
        if (lines.Count == 0)
            return;
        foreach (var line in lines.Prepend($"{lines.Count} {(lines.Count == 1 ? one : many)}:"))
            log.Information("{0}", line);
    }
}
