namespace Cake.Istio.Apply;

/// <summary>Where an object that we send and the live one do not agree, as far as that can be told without the server.</summary>
/// <param name="Path">The field.</param>
/// <param name="Kind">How they differ.</param>
internal sealed record Difference(FieldPath Path, DifferenceKind Kind);
