namespace Cake.Istio.Cluster;

/// <summary>One reason in an API server's refusal.</summary>
/// <param name="Reason">The kind of reason, such as <c>FieldValueInvalid</c> or <c>FieldManagerConflict</c>.</param>
/// <param name="Message">The server's words.</param>
/// <param name="Field">The field concerned, or null.</param>
public sealed record ApiStatusCause(string Reason, string Message, string? Field)
{
    /// <summary>Gives <c>spec.replicas: Invalid value: -1</c>.</summary>
    public override string ToString() => Field is null ? Message : $"{Field}: {Message}";
}
