namespace Cake.Istio.Sandbox.Controllers.Garbage;

/// <summary>What has become of an owner.</summary>
internal enum OwnerState
{
    /// <summary>It is there, or nobody can tell.</summary>
    Solid,

    /// <summary>It is gone.</summary>
    Absent,

    /// <summary>It is going, and waits for its dependents to go first.</summary>
    Waiting,
}
