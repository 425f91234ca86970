namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>One thing that a controller wants to be done. Controllers compute these; <see cref="WriteExecutor"/> does them.</summary>
internal abstract record Write
{
    private Write()
    {
    }

    /// <summary>Create an object.</summary>
    internal sealed record Create(ResourceKey Resource, JsonObject Value) : Write;

    /// <summary>Replace an object, or its subresource only. The object carries the resourceVersion that was read.</summary>
    internal sealed record Replace(ResourceKey Resource, JsonObject Value, string? Subresource = null) : Write;

    /// <summary>Delete the object that was read, and no other of the same name.</summary>
    internal sealed record Delete(ResourceKey Resource, JsonObject Value, DeleteOptions? Options = null) : Write;

    /// <summary>Tell people what happened, as an Event.</summary>
    /// <param name="Regarding">The object it is about.</param>
    /// <param name="Reason">The machine-readable reason, such as <c>ScalingReplicaSet</c>.</param>
    /// <param name="Message">The text.</param>
    internal sealed record Emit(JsonObject Regarding, string Reason, string Message) : Write
    {
        /// <summary>Whether it is a <c>Warning</c>.</summary>
        public bool IsWarning { get; init; }

        /// <summary>The part of the object, such as <c>spec.containers{istio-proxy}</c>.</summary>
        public string? FieldPath { get; init; }

        /// <summary>The node it happened on.</summary>
        public string? Host { get; init; }
    }
}
