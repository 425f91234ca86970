namespace Cake.Istio.Sandbox.Schema;

/// <summary>How a list is merged: <c>x-kubernetes-list-type</c>.</summary>
internal enum ListType
{
    /// <summary>As a whole.</summary>
    Atomic,

    /// <summary>Scalars, each once.</summary>
    Set,

    /// <summary>Objects, told apart by key fields.</summary>
    Map,
}
