namespace Cake.Istio.Readiness;

/// <summary>How far the cluster is with an object; the words of kstatus.</summary>
public enum ReadinessStatus
{
    /// <summary>The cluster is still working towards what the object asks for.</summary>
    InProgress,

    /// <summary>The object is as it asks to be.</summary>
    Current,

    /// <summary>The cluster has given up.</summary>
    Failed,

    /// <summary>The object is being deleted.</summary>
    Terminating,

    /// <summary>There is no such object.</summary>
    NotFound,

    /// <summary>It could not be told.</summary>
    Unknown,
}
