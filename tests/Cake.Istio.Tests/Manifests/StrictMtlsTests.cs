using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests;

public sealed class StrictMtlsTests
{
    [Fact]
    public void The_policy_covers_the_mesh_from_its_root_namespace()
    {
        var policy = StrictMtls.Policy("mesh");

        Assert.Equal(new ObjectRef("security.istio.io/v1beta1", "PeerAuthentication", "mesh", "default"), policy.Ref);
        Assert.Equal("STRICT", (string?)policy.Json["spec"]!["mtls"]!["mode"]);
    }

    [Fact]
    public void A_file_that_is_not_shipped_is_named() =>
        Assert.Equal("policies/none.yaml", Assert.Throws<FileNotFoundException>(() => new ShippedFile("policies/none.yaml").ReadBytes()).FileName);
}
