using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Releases;

public static class KubernetesSupportTests
{
    [Theory]
    [InlineData("1.2.2", "Istio 1.2: Kubernetes 1.12 to 1.14")]
    [InlineData("1.10.0", "Istio 1.10: Kubernetes 1.18 to 1.21")]
    [InlineData("1.30.3", "Istio 1.30: Kubernetes 1.32 to 1.36")]
    public static void A_release_has_its_row(string version, string row) =>
        Assert.Equal(row, KubernetesSupport.Find(IstioVersion.Parse(version))!.ToString());

    [Theory]
    [InlineData("1.99.0")]
    [InlineData("2.1.0")]
    [InlineData("0.8.0")]
    public static void An_unknown_release_has_none(string version) => Assert.Null(KubernetesSupport.Find(IstioVersion.Parse(version)));

    [Fact]
    public static void A_cluster_finds_the_releases_that_support_it_newest_first()
    {
        Assert.Equal([30], KubernetesSupport.Supporting(36).Select(row => row.IstioMinor));
        Assert.Equal([5, 4, 3, 2], KubernetesSupport.Supporting(14).Select(row => row.IstioMinor));
        Assert.Empty(KubernetesSupport.Supporting(99));
    }

    [Fact]
    public static void Every_minor_version_has_one_row_with_a_source_and_neither_end_ever_goes_back()
    {
        var rows = Enumerable.Range(0, 31).Select(minor => KubernetesSupport.Find(IstioVersion.Parse($"1.{minor}.0"))!).ToList();

        Assert.All(rows, row => Assert.True(row.Oldest <= row.Newest && row.Source.Length > 0));
        Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.True(pair.First.Oldest <= pair.Second.Oldest && pair.First.Newest <= pair.Second.Newest));
    }
}
