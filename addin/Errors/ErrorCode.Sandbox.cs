namespace Cake.Istio.Errors;

public static partial class ErrorCode
{
    /// <summary>The sandbox cannot be started.</summary>
    public const string SandboxFailed = "MESH3001";
}
