namespace Cake.Istio.Cluster;

/// <summary>The media types of patches other than apply.</summary>
public static class PatchType
{
    /// <summary>RFC 7386; null removes.</summary>
    public const string Merge = "application/merge-patch+json";

    /// <summary>RFC 6902. Not repeated after a lost connection, because its operations may not be repeatable.</summary>
    public const string Json = "application/json-patch+json";
}
