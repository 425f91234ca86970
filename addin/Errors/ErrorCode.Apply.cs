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
}
