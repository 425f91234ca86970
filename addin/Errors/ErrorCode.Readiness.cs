namespace Cake.Istio.Errors;

/// <content>23xx: readiness.</content>
public static partial class ErrorCode
{
    /// <summary>Something can no longer become ready: an image does not exist, a Job failed, a rollout gave up.</summary>
    public const string CannotBecomeReady = "MESH2301";

    /// <summary>Nothing in the mesh has progressed for a while (<c>--stall-timeout</c>).</summary>
    public const string ReadinessStalled = "MESH2302";

    /// <summary>The run's time was over before everything was ready.</summary>
    public const string NotReadyInTime = "MESH2303";
}
