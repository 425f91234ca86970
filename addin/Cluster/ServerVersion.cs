namespace Cake.Istio.Cluster;

/// <summary>The Kubernetes version of the API server.</summary>
/// <param name="Major">The major version.</param>
/// <param name="Minor">The minor version, without a provider's suffix such as <c>+</c>.</param>
/// <param name="GitVersion">The full version as the server writes it, such as <c>v1.36.2</c>.</param>
public sealed record ServerVersion(int Major, int Minor, string GitVersion)
{
    /// <summary>Whether the server is of this version or a later one.</summary>
    /// <param name="major">The major version asked for.</param>
    /// <param name="minor">The minor version asked for.</param>
    public bool IsAtLeast(int major, int minor) => Major > major || (Major == major && Minor >= minor);

    /// <summary>Whether the server applies (KEP-555): it does from 1.16 on, but keeps track of every object's owners only from 1.18 on (beta 2).</summary>
    internal bool HasServerSideApply => IsAtLeast(1, 18);

    /// <summary>Gives <see cref="GitVersion"/>.</summary>
    public override string ToString() => GitVersion;
}
