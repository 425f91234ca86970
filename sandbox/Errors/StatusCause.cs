namespace Cake.Istio.Sandbox.Errors;

/// <summary>One entry of <c>details.causes</c> in a Status body.</summary>
/// <param name="Reason">A machine-readable word such as <c>FieldValueInvalid</c> or <c>FieldManagerConflict</c>.</param>
/// <param name="Message">What is wrong, for people.</param>
/// <param name="Field">The path of the field, such as <c>spec.ports[0].nodePort</c>; null where none applies.</param>
internal sealed record StatusCause(string Reason, string Message, string? Field);
