namespace Cake.Istio.Errors;

public static partial class ErrorCode
{
    /// <summary>The run was interrupted by Ctrl+C or SIGTERM; running it again goes on from what stands in the cluster.</summary>
    public const string Interrupted = "MESH1901";
}
