using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Cake.Istio.Tests.Cluster;

/// <summary>A certificate says where its issuer's is to be had; going there would be a connection to somebody else than the cluster.</summary>
public sealed class CertificateDownloadTests : IDisposable
{
    private readonly Kubeconfigs _files = new();
    private readonly PrivateAuthority _authority = new();

    public void Dispose()
    {
        _authority.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_issuer_of_a_servers_certificate_is_not_asked_for_his_own(bool isTrustGiven)
    {
        using var certificate = _authority.Issue("server");
        await using var server = await ScriptedServer.StartAsync(context => context.AnswerAsync(200, "{}"), certificate: certificate);

        await AskAsync(KubeconfigText.For(server.Url, isTrustGiven ? Base64(_authority.Pem) : null, "a"));

        Assert.Single(server.Requests);
        Assert.False(_authority.WasAsked);
    }

    [Fact]
    public async Task The_issuer_of_a_users_certificate_is_not_asked_for_his_own()
    {
        using var jane = _authority.Issue("jane");
        using var key = jane.GetECDsaPrivateKey()!;
        await using var server = await ScriptedServer.StartAsync(context => context.AnswerAsync(200, "{}"), clientCertificates: true);
        var user = $"client-certificate-data: {Base64(jane.ExportCertificatePem())}\n    client-key-data: {Base64(key.ExportPkcs8PrivateKeyPem())}";

        await AskAsync(KubeconfigText.For(server.Url, server.Authority, "a").Replace("token: secret-token", user, StringComparison.Ordinal));

        Assert.Equal("CN=jane", Assert.Single(server.Requests).ClientCertificate);
        Assert.False(_authority.WasAsked);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private async Task AskAsync(string kubeconfig)
    {
        using var connection = await _files.ConnectAsync(new() { Kubeconfig = _files.Write("k", kubeconfig) });
        await connection.VersionAsync(CancellationToken.None);
    }
}
