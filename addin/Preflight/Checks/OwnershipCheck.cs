using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether another installer manages the mesh that is there. What <c>kubectl apply</c> made by hand migrates on its own and is fine.</summary>
internal static class OwnershipCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "mesh-ownership";

    /// <summary>Looks at who owns fields of the live objects, and for the marks of other installers on them.</summary>
    /// <param name="changes">The plan.</param>
    /// <param name="record">What the last install recorded, or null.</param>
    /// <param name="adopt">Whether the mesh of another installer is taken over.</param>
    public static Finding Check(IReadOnlyList<PlannedChange> changes, InstallRecord? record, bool adopt)
    {
        var kept = changes.Where(change => change.Action != ChangeAction.Deleted).ToList();
        var known = kept.SelectMany(change => Entries(change).Where(entry => IsCertain(entry, change))).Select(entry => entry.Manager).ToHashSet(StringComparer.Ordinal);
        var owned =
            (from change in kept
             from manager in Managers(change, record, known)
             group change.Subject by manager into objects
             orderby objects.Key
             select objects).ToList();
        if (owned.Count == 0)
            return Finding.Passed(Id, "No other installer manages objects of the mesh.");
        var managers = owned.Select(objects => objects.Key).ToBoundedList();
        var count = owned.SelectMany(objects => objects).Distinct().Count();
        var evidence = owned.Select(objects => $"{objects.Key}: {objects.Select(subject => subject.ToString()).ToBoundedList()}").ToBounded();
        return adopt
            ? Finding.Passed(Id, $"--adopt takes over {Counted.Of(count, "object")} of the mesh, managed by {managers}.", evidence)
            : Finding.Failed(
                Id,
                $"Another tool manages {Counted.Of(count, "object")} of the mesh: {managers}.",
                "Take that mesh over with --adopt, and do not install with the other tool again; or choose another cluster with --context.",
                evidence) with { Code = ErrorCode.ForeignMesh };
    }

    /// <summary>Whether another installer manages the live object of a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="record">What the last install recorded, or null.</param>
    public static bool IsForeign(PlannedChange change, InstallRecord? record) => Managers(change, record, new HashSet<string>()).Any();

    private static IEnumerable<string> Managers(PlannedChange change, InstallRecord? record, HashSet<string> known)
    {
        // Whoever made the namespace, as "helm install --create-namespace" does, need not have installed a mesh in it.
        if (change.Live is not { } live || change.Subject.Kind == "Namespace")
            return [];
        if (live["metadata"]?["managedFields"] is JsonArray { Count: > 0 })
        {
            return
                from entries in Entries(change).GroupBy(entry => entry.Manager, StringComparer.Ordinal)
                where known.Contains(entries.Key) || entries.Any(entry => IsCertain(entry, change))
                let mark = entries.SelectMany(entry => entry.Marks).OrderBy(mark => mark.IsRendered).FirstOrDefault(mark => !mark.IsRendered || !OtherInstallers.HaveManager(entries.Key))
                select mark is null ? entries.Key : $"{entries.Key} ({mark.Describe(live)})";
        }

        // A server below 1.18 does not say who owns a mark, and an apply from there does not take it away: what was taken over is known by the record.
        return IsRecorded(change, record) ? [] : OtherInstallers.MarksOn(live).Where(mark => !mark.IsRendered).Select(mark => mark.Describe(live)).Take(1);
    }

    private static IEnumerable<ManagedFieldsEntry> Entries(PlannedChange change) =>
        change.Live is { } live && change.Subject.Kind != "Namespace" ? ManagedFieldsEntry.Read(live).Where(entry => entry.IsOtherInstaller) : [];

    // Who applied a manifest with a mark in it need not be the tool that the mark speaks of.
    private static bool IsCertain(ManagedFieldsEntry entry, PlannedChange change) =>
        OtherInstallers.HaveManager(entry.Manager) || entry.Marks.Any(mark => !mark.IsRendered || !mark.IsOn(change.Body));

    private static bool IsRecorded(PlannedChange change, InstallRecord? record) =>
        record is not null && record.Objects.Any(item => item.Key == change.Key && item.Uid is { } uid && uid == (string?)change.Live?["metadata"]?["uid"]);
}
