namespace Cake.Istio.Apply.Inventory;

/// <summary>What an install is, apart from its objects.</summary>
/// <param name="Release">The Istio release, such as <c>1.30.3</c>.</param>
/// <param name="Options">The options that shape the mesh, such as <c>mode</c>; no secrets.</param>
/// <param name="Holder">Who runs it: a user at a host, or a CI run's URL.</param>
public sealed record InstallDescription(string Release, IReadOnlyDictionary<string, string> Options, string Holder)
{
    /// <summary>Which revision is installed again, or null for an install from a release. Default: null.</summary>
    public int? OfRevision { get; init; }

    /// <summary>Whether both describe the same mesh, whoever installed it.</summary>
    internal bool IsSameMesh(InstallDescription other) =>
        Release == other.Release
        && Options.OrderBy(option => option.Key, StringComparer.Ordinal).SequenceEqual(other.Options.OrderBy(option => option.Key, StringComparer.Ordinal));
}
