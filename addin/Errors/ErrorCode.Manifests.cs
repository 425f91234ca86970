namespace Cake.Istio.Errors;

public static partial class ErrorCode
{
    /// <summary>A manifest file is missing, too large, or not text in UTF-8.</summary>
    public const string ManifestUnreadable = "MESH1201";

    /// <summary>A manifest is not valid YAML or JSON.</summary>
    public const string ManifestSyntax = "MESH1202";

    /// <summary>A document of a manifest is not a Kubernetes object.</summary>
    public const string ManifestNotAnObject = "MESH1203";

    /// <summary>A manifest nests deeper, or repeats itself through aliases more often, than any real one does.</summary>
    public const string ManifestTooComplex = "MESH1204";

    /// <summary>Two images of the release would have the same name in the registry that was asked for.</summary>
    public const string ImageNamesCollide = "MESH1205";
}
