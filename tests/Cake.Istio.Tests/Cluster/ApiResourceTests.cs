using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Tests.Cluster;

public sealed class ApiResourceTests
{
    private static readonly ApiResource Maps = new("", "v1", "ConfigMap", "configmaps", true, []);

    [Theory]
    [InlineData("n", "..")]
    [InlineData("n", ".")]
    [InlineData("n", "a/b")]
    [InlineData("n", "a%2e")]
    [InlineData("n", "")]
    [InlineData("..", "a")]
    [InlineData("a/b", "a")]
    public void A_name_that_would_lead_to_another_URL_is_refused(string ns, string name) =>
        Assert.Equal(ErrorCode.ObjectRefused, Assert.Throws<MeshException>(() => Maps.ObjectPath(ns, name)).Code);

    [Fact]
    public void A_namespace_that_would_lead_to_another_URL_has_no_collection() => Assert.Throws<MeshException>(() => Maps.CollectionPath(".."));

    [Theory]
    [InlineData("system:node", "/api/v1/namespaces/n/configmaps/system%3Anode")]
    [InlineData("a..b", "/api/v1/namespaces/n/configmaps/a..b")]
    [InlineData("...", "/api/v1/namespaces/n/configmaps/...")]
    public void Any_other_name_leads_to_its_object(string name, string path)
    {
        Assert.Equal(path, Maps.ObjectPath("n", name));
        Assert.Equal(path, new Uri(new("https://localhost"), path).AbsolutePath);
    }
}
