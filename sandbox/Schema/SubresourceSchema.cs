namespace Cake.Istio.Sandbox.Schema;

/// <summary>A subresource of a kind.</summary>
/// <param name="Name">Such as <c>status</c> or <c>scale</c>.</param>
/// <param name="ApiVersion">The apiVersion of what it takes and gives.</param>
/// <param name="Kind">The kind of what it takes and gives.</param>
/// <param name="Type">The type; null where it is no object of the API (<c>proxy</c>, <c>exec</c>).</param>
/// <param name="Verbs">What can be done with it, in discovery's order.</param>
internal sealed record SubresourceSchema(string Name, string ApiVersion, string Kind, TypeSchema? Type, IReadOnlyList<string> Verbs);
