namespace Cake.Istio.Sandbox.Registry;

/// <summary>What a write came to.</summary>
/// <param name="Object">The object as it is now; of a dry run, as it would be; of a deletion, as it was last.</param>
/// <param name="Outcome">What happened to it.</param>
/// <param name="Persisted">Whether anything was stored.</param>
internal sealed record WriteResult(StoredObject Object, WriteOutcome Outcome, bool Persisted);
