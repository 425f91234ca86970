namespace Cake.Istio.Apply;

/// <summary>Is asked before a stage writes; it may wait, such as until the workloads are ready.</summary>
/// <param name="stage">The stage that is about to write.</param>
/// <param name="soFar">What was done before.</param>
/// <param name="cancel">Ends the wait.</param>
/// <returns>Null to go on, or the reason why the stage's objects are skipped.</returns>
internal delegate Task<string?> StageGate(Stage stage, ChangeSet soFar, CancellationToken cancel);
