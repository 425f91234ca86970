namespace Cake.Istio.Sandbox.Registry;

/// <summary>What a write did, or would have done.</summary>
internal enum WriteOutcome
{
    /// <summary>The object is new.</summary>
    Created,

    /// <summary>The object was there and is now as asked.</summary>
    Updated,

    /// <summary>The object is marked for deletion and still there.</summary>
    Deleting,

    /// <summary>The object is gone.</summary>
    Deleted,
}
