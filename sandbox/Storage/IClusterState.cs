namespace Cake.Istio.Sandbox.Storage;

/// <summary>
/// The cluster's objects as a controller sees them, in the storage version of each kind. Every object handed out is a copy that belongs to the caller;
/// every object handed in is copied. Calls are thread-safe. Refusals are <see cref="StatusException"/> with the code a client would see.
/// </summary>
internal interface IClusterState
{
    /// <summary>The object, or null when there is none.</summary>
    JsonObject? Get(ResourceKey resource, string? @namespace, string name);

    /// <summary>All objects of a resource, ordered by namespace and name; of one namespace when given.</summary>
    IReadOnlyList<JsonObject> List(ResourceKey resource, string? @namespace = null);

    /// <summary>
    /// Creates the object: <c>metadata.generateName</c>, uid, creationTimestamp, generation and managedFields are filled in.
    /// </summary>
    /// <param name="resource">Where it belongs.</param>
    /// <param name="value">The object with apiVersion, kind and metadata; it may carry a status.</param>
    /// <param name="manager">The field manager, such as <c>kube-controller-manager</c>.</param>
    /// <returns>The object as stored.</returns>
    /// <exception cref="StatusException">409 AlreadyExists; 404 or 403 when the namespace is missing or terminating; 422.</exception>
    JsonObject Create(ResourceKey resource, JsonObject value, string manager);

    /// <summary>
    /// Replaces the object, or its subresource only. A <c>metadata.resourceVersion</c> in the object must be the stored one; without it the last writer wins.
    /// An object that is the same as the stored one is not written again. An object with a deletionTimestamp whose last finalizer is removed goes away.
    /// </summary>
    /// <param name="resource">Where it belongs.</param>
    /// <param name="value">The object.</param>
    /// <param name="manager">The field manager.</param>
    /// <param name="subresource"><c>status</c> keeps everything but the status; null keeps the status of kinds that have that subresource.</param>
    /// <returns>The object as stored.</returns>
    /// <exception cref="StatusException">404 NotFound; 409 Conflict; 422.</exception>
    JsonObject Update(ResourceKey resource, JsonObject value, string manager, string? subresource = null);

    /// <summary>
    /// Deletes the object: at once, or, when a finalizer holds it, by setting deletionTimestamp. <c>Foreground</c> and <c>Orphan</c> propagation set the
    /// finalizers <c>foregroundDeletion</c> and <c>orphan</c>, which the garbage collector removes. A Pod bound to a node keeps its grace period: it gets
    /// deletionTimestamp and goes when deleted again with 0 seconds (the kubelet's part).
    /// </summary>
    /// <exception cref="StatusException">404 NotFound; 409 Conflict when a precondition does not hold.</exception>
    void Delete(ResourceKey resource, string? @namespace, string name, DeleteOptions? options = null);

    /// <summary>
    /// Calls back for every change from now on, in the order of their resourceVersion, on the thread that commits and while it holds the commit lock:
    /// the handler must only note the change (queue a key) and return; it must neither call this interface nor block.
    /// </summary>
    /// <returns>Ends the subscription when disposed.</returns>
    IDisposable Subscribe(Action<StateChange> onChange);
}
