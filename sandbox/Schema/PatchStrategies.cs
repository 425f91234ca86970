namespace Cake.Istio.Sandbox.Schema;

/// <summary><c>x-kubernetes-patch-strategy</c>: what a strategic merge patch does with a list or object.</summary>
[Flags]
internal enum PatchStrategies
{
    /// <summary>Lists are replaced, objects merged.</summary>
    None = 0,

    /// <summary>A list is merged, by its merge key or as a set.</summary>
    Merge = 1,

    /// <summary>Of an object only the keys named by the patch stay.</summary>
    RetainKeys = 2,
}
