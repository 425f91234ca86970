namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>What a manager owns.</summary>
/// <param name="Fields">The fields.</param>
/// <param name="ApiVersion">The version in whose terms they are written.</param>
/// <param name="Time">When the manager last changed the object, as written in the entry; null for one who never did.</param>
internal sealed record ManagedEntry(FieldSet Fields, string ApiVersion, string? Time);
