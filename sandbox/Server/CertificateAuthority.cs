using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cake.Istio.Sandbox.Server;

/// <summary>The sandbox's own CA and the certificate it gives to the server.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly DateTimeOffset _now;

    private CertificateAuthority(X509Certificate2 authority, DateTimeOffset now) => (_authority, _now) = (authority, now);

    /// <summary>The CA's certificate as PEM.</summary>
    public string Pem => _authority.ExportCertificatePem();

    /// <summary>The CA kept in a folder; a new one when there is none, or when it ends within a day.</summary>
    public static CertificateAuthority LoadOrCreate(string folder, DateTimeOffset now)
    {
        var (certificate, key) = (CertificatePath(folder), Path.Combine(folder, "ca.key"));
        if (File.Exists(certificate) && File.Exists(key))
        {
            var kept = X509Certificate2.CreateFromPemFile(certificate, key);
            if (kept.NotAfter.ToUniversalTime() > now.UtcDateTime.AddDays(1))
                return new CertificateAuthority(kept, now);
            kept.Dispose();
        }
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=cake-istio-sandbox-ca", pair, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var created = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        PrivateFile.Write(key, pair.ExportPkcs8PrivateKeyPem());
        PrivateFile.Write(certificate, created.ExportCertificatePem());
        return new CertificateAuthority(created, now);
    }

    /// <summary>Where a folder's CA certificate is.</summary>
    public static string CertificatePath(string folder) => Path.Combine(folder, "ca.crt");

    /// <summary>A certificate for 127.0.0.1, ::1 and localhost.</summary>
    public X509Certificate2 IssueServerCertificate()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=cake-istio-sandbox", pair, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName("kubernetes.default.svc");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var issued = request.Create(_authority, _now.AddDays(-1), new DateTimeOffset(_authority.NotAfter), RandomNumberGenerator.GetBytes(16));
        using var paired = issued.CopyWithPrivateKey(pair);
        return X509CertificateLoader.LoadPkcs12(paired.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose() => _authority.Dispose();
}
