namespace Cake.Istio.Apply;

/// <summary>One field of an object that an install would change.</summary>
/// <param name="Kind">How.</param>
/// <param name="Path">The field, in the server's notation: <c>.spec.template.spec.containers[name="istiod"].image</c>.</param>
/// <param name="Before">The live value as compact JSON, masked in a Secret; null for an added field.</param>
/// <param name="After">The value to come as compact JSON, masked in a Secret; null for a removed field.</param>
public sealed record FieldChange(FieldChangeKind Kind, string Path, string? Before, string? After)
{
    /// <summary>The sign of a diff: <c>+</c>, <c>-</c> or <c>~</c>.</summary>
    public char Sign => Kind switch
    {
        FieldChangeKind.Added => '+',
        FieldChangeKind.Removed => '-',
        _ => '~',
    };

    /// <summary>Gives <c>~ .spec.replicas: 1 → 2</c>.</summary>
    public override string ToString() => Kind switch
    {
        FieldChangeKind.Added => $"+ {Path}: {After}",
        FieldChangeKind.Removed => $"- {Path}: {Before}",
        _ => $"~ {Path}: {Before} → {After}",
    };
}
