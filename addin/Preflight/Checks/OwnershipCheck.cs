using Cake.Istio.Apply;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether another installer manages the mesh that is there. What <c>kubectl apply</c> made by hand migrates on its own and is fine.</summary>
internal static class OwnershipCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "mesh-ownership";

    /// <summary>Looks at who owns fields of the live objects.</summary>
    /// <param name="changes">The plan.</param>
    /// <param name="adopt">Whether the mesh of another installer is taken over.</param>
    public static Finding Check(IReadOnlyList<PlannedChange> changes, bool adopt)
    {
        var owned =
            (from change in changes
             where change.Action != ChangeAction.Deleted
             from manager in Managers(change)
             group change.Subject by manager into objects
             orderby objects.Key
             select objects).ToList();
        if (owned.Count == 0)
            return Finding.Passed(Id, "No other installer manages objects of the mesh.");
        var managers = string.Join(" and ", owned.Select(objects => objects.Key));
        var count = owned.SelectMany(objects => objects).Distinct().Count();
        var evidence = owned.Select(objects => $"{objects.Key}: {objects.Select(subject => subject.ToString()).ToBoundedList()}");
        return adopt
            ? Finding.Passed(Id, $"--adopt takes over {Counted.Of(count, "object")} that {managers} manages.", evidence)
            : Finding.Failed(
                Id,
                $"{managers} manages {Counted.Of(count, "object")} of the mesh.",
                "Take that mesh over with --adopt, and do not install with the other tool again; or choose another cluster with --context.",
                evidence) with { Code = ErrorCode.ForeignMesh };
    }

    /// <summary>Whether another installer manages the live object of a change.</summary>
    public static bool IsForeign(PlannedChange change) => Managers(change).Any();

    private static IEnumerable<string> Managers(PlannedChange change) => change.Live is { } live
        ? ManagedFieldsEntry.Read(live).Where(entry => entry.Subresource.Length == 0).Select(entry => entry.Manager).Distinct(StringComparer.Ordinal).Where(FieldManager.IsOtherInstaller)
        : [];
}
