namespace Cake.Istio.Errors;

/// <content>22xx: applying.</content>
public static partial class ErrorCode
{
    /// <summary>Another manager owns a field that the release sets, and no rule gives it away.</summary>
    public const string FieldConflict = "MESH2201";

    /// <summary>A field that cannot be changed differs; the object would have to be deleted and made again.</summary>
    public const string NeedsRecreate = "MESH2202";

    /// <summary>The API server calls an object invalid or forbids it.</summary>
    public const string InvalidObject = "MESH2203";

    /// <summary>A kind is neither served by the cluster nor defined by the release.</summary>
    public const string KindNotServed = "MESH2204";

    /// <summary>Some objects could not be applied; the text names the first one and counts the rest.</summary>
    public const string ApplyFailed = "MESH2205";

    /// <summary>The mesh namespace is being deleted.</summary>
    public const string NamespaceTerminating = "MESH2206";

    /// <summary>The record of what is installed is damaged or of another version of this installer.</summary>
    public const string RecordUnreadable = "MESH2207";

    /// <summary>Pruning would delete more of what is installed than <c>--prune-limit</c> allows.</summary>
    public const string PruneLimitExceeded = "MESH2208";

    /// <summary>There is no record of an install, or none of the revision asked for.</summary>
    public const string NothingRecorded = "MESH2209";

    /// <summary>Another install holds the lock.</summary>
    public const string LockHeld = "MESH2210";

    /// <summary>The lock was lost while writing or waiting; another install may have taken it.</summary>
    public const string LockLost = "MESH2211";

    /// <summary>The plan is not the one that <c>--plan</c> names.</summary>
    public const string PlanChanged = "MESH2212";

    /// <summary>Something of the mesh could not be removed.</summary>
    public const string RemovalFailed = "MESH2213";

    /// <summary>Changes are pending, <c>--plan-exit-code</c> was given, and the host has no exit code of its own for that.</summary>
    public const string ChangesPending = "MESH2214";
}
