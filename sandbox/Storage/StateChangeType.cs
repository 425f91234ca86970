namespace Cake.Istio.Sandbox.Storage;

/// <summary>What happened to an object, in the words of a watch.</summary>
internal enum StateChangeType
{
    /// <summary>The object is new.</summary>
    Added,

    /// <summary>The object has a new content.</summary>
    Modified,

    /// <summary>The object is gone; the change carries its last content under the deletion's resourceVersion.</summary>
    Deleted,
}
