namespace Cake.Istio.Errors;

/// <content>226x: applying with kubectl.</content>
public static partial class ErrorCode
{
    /// <summary>kubectl is needed, because it was asked for or because the server has no server-side apply, and there is none that can be used.</summary>
    public const string KubectlMissing = "MESH2261";

    /// <summary>kubectl did not do what it was told, and the API server is not why.</summary>
    public const string KubectlFailed = "MESH2262";
}
