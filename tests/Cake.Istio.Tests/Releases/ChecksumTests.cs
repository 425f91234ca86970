using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Releases;

public sealed class ChecksumTests
{
    private const string Sum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("{0}")]
    [InlineData("{0}\n")]
    [InlineData("{0}\r\n")]
    [InlineData("{0}\n\n")]
    [InlineData(" \n{0}\n")]
    [InlineData("{0} istio.tar.gz\n")]
    [InlineData("{0}  istio.tar.gz")]
    [InlineData("{0} *istio.tar.gz\r\n")]
    [InlineData("{0}\tistio.tar.gz\n")]
    public void A_published_checksum_is_read_with_or_without_a_name_and_a_line_end(string published)
    {
        Assert.Equal(Sum, Checksum.FromPublished(string.Format(null, published, Sum)));
        Assert.Equal(Sum, Checksum.FromPublished(string.Format(null, published, Sum.ToUpperInvariant())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("<html>")]
    [InlineData("SHA256 (istio.tar.gz) = " + Sum)]
    [InlineData(Sum + "0\n")]
    [InlineData("0123456789abcdef\n")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg\n")]
    public void Anything_else_is_no_checksum(string published) => Assert.Null(Checksum.FromPublished(published));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(Sum + "\n")]
    [InlineData(Sum + "/..")]
    public async Task The_cache_has_an_entry_for_nothing_but_a_checksum(string name)
    {
        using var folder = new TemporaryFolder();
        var cache = new ReleaseCache(folder["cache"], TimeProvider.System);
        var content = Path.Combine(folder["cache"], "releases", "content");
        Directory.CreateDirectory(content);

        await Assert.ThrowsAsync<ArgumentException>(() => cache.FindAsync(name, _ => { }, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => cache.AddAsync(name, _ => throw new InvalidOperationException("asked for files"), _ => { }, TestContext.Current.CancellationToken));
        Assert.True(Directory.Exists(content));
    }
}
