namespace Cake.Istio.Releases;

/// <summary>Which Kubernetes versions a release of Istio supports: what Istio's documentation says, not what happens to work.</summary>
/// <param name="IstioMinor">The Istio 1.x this is about; the x.</param>
/// <param name="Oldest">The oldest supported Kubernetes 1.x; the x.</param>
/// <param name="Newest">The newest supported Kubernetes 1.x; the x.</param>
/// <param name="Source">Where this was said.</param>
public sealed record KubernetesSupport(int IstioMinor, int Oldest, int Newest, string Source)
{
    private const string Documentation = "istio.io, supported releases";
    private const string OlderDocumentation = "istio.io, platform setup of that release";
    private const string NotPublished = "no published table; the versions its release was tested with, as far as known";

    private static readonly KubernetesSupport[] Table =
    [
        new(0, 9, 11, NotPublished),
        new(1, 11, 13, NotPublished),
        new(2, 12, 14, OlderDocumentation),
        new(3, 13, 15, NotPublished),
        new(4, 13, 15, NotPublished),
        new(5, 14, 16, NotPublished),
        new(6, 15, 18, Documentation),
        new(7, 16, 18, Documentation),
        new(8, 16, 19, Documentation),
        new(9, 17, 20, Documentation),
        new(10, 18, 21, Documentation),
        new(11, 18, 22, Documentation),
        new(12, 19, 22, Documentation),
        new(13, 20, 23, Documentation),
        new(14, 21, 24, Documentation),
        new(15, 22, 25, Documentation),
        new(16, 22, 25, Documentation),
        new(17, 23, 26, Documentation),
        new(18, 24, 27, Documentation),
        new(19, 25, 28, Documentation),
        new(20, 25, 29, Documentation),
        new(21, 26, 29, Documentation),
        new(22, 27, 30, Documentation),
        new(23, 27, 30, Documentation),
        new(24, 28, 31, Documentation),
        new(25, 29, 32, Documentation),
        new(26, 29, 33, Documentation),
        new(27, 29, 33, Documentation),
        new(28, 30, 34, Documentation),
        new(29, 31, 35, Documentation),
        new(30, 32, 36, "IBM Cloud's Istio add-on; the oldest also from istioctl 1.30 itself"),
    ];

    /// <summary>The newest Istio that has a row.</summary>
    public static string NewestKnown => $"1.{Table[^1].IstioMinor}";

    /// <summary>Gives the row of a release, or null where nothing is known of it.</summary>
    /// <param name="version">The release.</param>
    public static KubernetesSupport? Find(IstioVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.Major == 1 ? Table.FirstOrDefault(row => row.IstioMinor == version.Minor) : null;
    }

    /// <summary>Gives the rows of the releases that support a Kubernetes version, newest first.</summary>
    /// <param name="kubernetesMinor">The x of Kubernetes 1.x.</param>
    public static IReadOnlyList<KubernetesSupport> Supporting(int kubernetesMinor) =>
        [.. Table.Where(row => row.Supports(kubernetesMinor)).Reverse()];

    /// <summary>Whether that Kubernetes 1.x is supported.</summary>
    /// <param name="kubernetesMinor">The x of Kubernetes 1.x.</param>
    public bool Supports(int kubernetesMinor) => kubernetesMinor >= Oldest && kubernetesMinor <= Newest;

    /// <summary>Gives the row as a sentence's part, such as <c>Istio 1.30: Kubernetes 1.32 to 1.36</c>.</summary>
    public override string ToString() => $"Istio 1.{IstioMinor}: Kubernetes 1.{Oldest} to 1.{Newest}";

    internal static bool Knows(IstioVersion version) => !version.IsAtLeast(1, Table[^1].IstioMinor + 1);
}
