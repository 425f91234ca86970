namespace Cake.Istio.Errors;

/// <summary>
/// The stable codes of <see cref="MeshException"/>. 10xx options, 11xx releases, 12xx manifests, 19xx the run itself, 20xx cluster,
/// 21xx preflight, 22xx apply, 23xx readiness, 24xx gateway, 25xx verification, 30xx sandbox.
/// </summary>
/// <remarks>Each area has a file of its own; the README lists every code, and a test holds it to that.</remarks>
public static partial class ErrorCode
{
    /// <summary>An option's value cannot be used.</summary>
    public const string InvalidOption = "MESH1001";

    /// <summary>An option has no effect for the chosen target, release or cluster, and is refused rather than ignored.</summary>
    public const string OptionWithoutEffect = "MESH1002";

    /// <summary>An option that is needed was not given.</summary>
    public const string MissingOption = "MESH1003";
}
