using Cake.Istio.Manifests.Images;

namespace Cake.Istio.Tests.Manifests.Images;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("busybox", "docker.io/library/busybox")]
    [InlineData("busybox:1.28", "docker.io/library/busybox:1.28")]
    [InlineData("grafana/grafana:6.1.6", "docker.io/grafana/grafana:6.1.6")]
    [InlineData("docker.io/istio/pilot:1.2.2", "docker.io/istio/pilot:1.2.2")]
    [InlineData("localhost/a", "localhost/a")]
    [InlineData("localhost:5000/a/b:c", "localhost:5000/a/b:c")]
    [InlineData("registry.example.com:443/a@" + Digest, "registry.example.com:443/a@" + Digest)]
    [InlineData("a/b:t@" + Digest, "docker.io/a/b:t@" + Digest)]
    public void A_reference_has_a_full_name(string text, string full) => Assert.Equal(full, ImageReference.TryParse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("{{ .ProxyImage }}")]
    [InlineData("Upper/case")]
    [InlineData("a//b")]
    [InlineData("a:b:c")]
    [InlineData("https://docker.io/a")]
    [InlineData("a b")]
    [InlineData("a@sha256:12")]
    [InlineData("/a")]
    [InlineData("../a")]
    [InlineData("a..b/../c")]
    [InlineData("-a.b/c")]
    [InlineData("a.b-/c:1")]
    [InlineData("a..b:5000/C")]
    public void Other_text_is_none(string? text) => Assert.Null(ImageReference.TryParse(text));

    [Theory]
    [InlineData("docker.io/istio/pilot:1.2.2", "docker.io/istio", "pilot")]
    [InlineData("busybox", "docker.io/library", "busybox")]
    [InlineData("localhost:5000/a", "localhost:5000", "a")]
    public void It_has_a_hub_and_a_name(string text, string hub, string name)
    {
        var image = ImageReference.TryParse(text)!;

        Assert.Equal((hub, name), (image.Hub, image.Name));
        Assert.Equal($"r.io/x/{name}{(image.Tag is null ? "" : ":" + image.Tag)}", image.In("r.io/x").ToString());
    }
}
