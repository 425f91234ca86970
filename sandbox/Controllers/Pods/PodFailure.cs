namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>Why a Pod is kept from getting ready. The names are those that kubectl shows in the column STATUS.</summary>
internal enum PodFailure
{
    /// <summary>No node is good enough.</summary>
    Unschedulable,

    /// <summary>A volume cannot be mounted, so the containers are never created.</summary>
    ContainerCreating,

    /// <summary>The image cannot be pulled, and every look finds a fresh attempt.</summary>
    ErrImagePull,

    /// <summary>The image cannot be pulled, and the next attempt is some time away.</summary>
    ImagePullBackOff,

    /// <summary>The image's name makes no sense; it never heals.</summary>
    InvalidImageName,

    /// <summary>A Secret or ConfigMap that the container needs is missing.</summary>
    CreateContainerConfigError,

    /// <summary>The container ends with an error again and again.</summary>
    CrashLoopBackOff,

    /// <summary>The container ends with an error; a Pod that is not restarted has failed.</summary>
    Error,

    /// <summary>The container runs, but its readiness probe fails.</summary>
    NotReady,
}
