using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cake.Istio.Tests.Cluster;

/// <summary>A CA that nobody trusts on his own, whose certificates say where its own is to be had, and the port that it would be had from.</summary>
internal sealed class PrivateAuthority : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly TcpListener _publisher = new(IPAddress.Loopback, 0);

    public PrivateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=private authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _publisher.Start();
    }

    /// <summary>The CA's certificate as PEM.</summary>
    public string Pem => _authority.ExportCertificatePem();

    /// <summary>Whether somebody has come for the CA's certificate.</summary>
    public bool WasAsked => _publisher.Pending();

    /// <summary>A certificate for 127.0.0.1, with its key.</summary>
    public X509Certificate2 Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [$"http://{_publisher.LocalEndpoint}/ca.crt"]));
        using var issued = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), RandomNumberGenerator.GetBytes(16));
        using var paired = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(paired.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }

    public void Dispose()
    {
        _publisher.Dispose();
        _authority.Dispose();
    }
}
