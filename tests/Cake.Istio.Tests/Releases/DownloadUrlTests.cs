using Cake.Istio.Errors;
using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Releases;

public static class DownloadUrlTests
{
    private const string File = "istio-1.2.2-linux.tar.gz";

    [Theory]
    [InlineData(null, "https://github.com/istio/istio/releases/download/1.2.2/" + File)]
    [InlineData("https://m.example/{version}/x/{file}", "https://m.example/1.2.2/x/" + File)]
    [InlineData("https://m.example/get?f={file}&token=t", "https://m.example/get?f=" + File + "&token=t")]
    [InlineData("https://m.example/{version}/", "https://m.example/1.2.2/" + File)]
    [InlineData("https://m.example/mine.zip", "https://m.example/mine.zip")]
    [InlineData("https://m.example", "https://m.example/1.2.2/" + File, "https://m.example/" + File)]
    [InlineData("http://m.example/a%20b/?token=t", "http://m.example/a%20b/1.2.2/" + File + "?token=t", "http://m.example/a%20b/" + File + "?token=t")]
    public static void A_mirror_may_be_named_in_several_ways(string? option, params string[] urls) =>
        Assert.Equal(urls, DownloadUrl.Candidates(option, IstioVersion.Parse("1.2.2"), File).Select(url => url.AbsoluteUri));

    [Theory]
    [InlineData("ftp://m.example", "--archive")]
    [InlineData("/mnt/mirror", "--archive")]
    [InlineData("mirror", "--archive")]
    [InlineData("https://m.example/{arch}/{file}", "{version}")]
    public static void Anything_else_is_refused(string option, string hint)
    {
        var e = Assert.Throws<MeshException>(() => DownloadUrl.Candidates(option, IstioVersion.Parse("1.2.2"), File));

        Assert.Equal(ErrorCode.InvalidOption, e.Code);
        Assert.Contains(hint, e.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public static void The_checksum_lies_beside_the_archive_before_any_query() =>
        Assert.Equal("https://m.example/a.zip.sha256?token=t", DownloadUrl.ChecksumOf(new Uri("https://m.example/a.zip?token=t")).AbsoluteUri);
}
