namespace Cake.Istio.Apply;

/// <summary>A field that is left to somebody else, although the release has a value for it.</summary>
/// <param name="Path">The field, such as <c>.spec.replicas</c>.</param>
/// <param name="Manager">Who owns it on the server.</param>
/// <param name="Reason">The rule.</param>
public sealed record ReleasedField(string Path, string Manager, string Reason);
