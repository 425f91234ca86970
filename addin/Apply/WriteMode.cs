namespace Cake.Istio.Apply;

/// <summary>How a planned object is written.</summary>
internal enum WriteMode
{
    /// <summary>Server-side apply.</summary>
    Apply,

    /// <summary>Fields of <c>kubectl apply</c> or of an adopted installer are made ours first, then server-side apply.</summary>
    Migrate,

    /// <summary>The live object is deleted first, or is already on its way out; then server-side apply.</summary>
    Recreate,
}
