namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>A value does not fit its type, in structured-merge-diff's words.</summary>
internal sealed class TypedValueException(string message) : Exception(message);
