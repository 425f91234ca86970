using Cake.Istio.Reporting;

namespace Cake.Istio.Tests.Reporting;

public sealed class ShownUrlTests
{
    [Theory]
    [InlineData("https://user:s3cret@m.example:8443/a.zip?token=s3cret#s3cret", "https://m.example:8443/a.zip")]
    [InlineData("https://user:s3cret@10.0.0.1:6443", "https://10.0.0.1:6443")]
    [InlineData("https://[::1]:6443/", "https://[::1]:6443")]
    [InlineData("https://rancher.example/k8s/clusters/c-1", "https://rancher.example/k8s/clusters/c-1")]
    [InlineData("socks5://user:s3cret@127.0.0.1:9", "socks5://127.0.0.1:9")]
    [InlineData("user:s3cret@host:6443", "user:***")]
    public void A_url_is_shown_without_credentials_query_and_fragment(string url, string shown) => Assert.Equal(shown, ShownUrl.Of(new(url)));

    [Theory]
    [InlineData("http://user:s3cret@h/?token=s3cret", "http://***@h/?***")]
    [InlineData("http://user:s3/c?r@et@h/{file}", "http://***@h/{file}")]
    [InlineData("user:s3cret@h:3128", "***@h:3128")]
    [InlineData("cannot reach 'https://u:s3cret@h:1/' by 'socks5://u:s3cret@p' today", "cannot reach 'https://***@h:1/' by 'socks5://***@p' today")]
    [InlineData("ask https://h/a?sig=s3cret, then 5 more", "ask https://h/a?*** then 5 more")]
    public void Credentials_and_queries_in_a_text_are_hidden(string text, string shown) => Assert.Equal(shown, ShownUrl.In(text));

    [Theory]
    [InlineData("")]
    [InlineData("https://github.com/istio/istio/releases/download/{version}/{file}")]
    [InlineData("https://10.0.0.?:6443")]
    [InlineData("registry.example:5000/istio/pilot:1.2.2@sha256:0123")]
    [InlineData("is 5 = 5? yes: me@example.com")]
    [InlineData("values.global.proxy=a?b")]
    public void Other_texts_stay(string text) => Assert.Equal(text, ShownUrl.In(text));
}
