using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cake.Istio.Sandbox.Mesh;

/// <summary>The mesh's certificate authority: the one kept in the Secret <c>istio-ca-secret</c>, or a new one as citadel and istiod make it.</summary>
internal sealed class MeshAuthority : IDisposable
{
    /// <summary>The Secret that keeps it.</summary>
    public const string SecretName = "istio-ca-secret";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan LeafLifetime = TimeSpan.FromDays(90);

    private readonly X509Certificate2 _certificate;
    private readonly TimeProvider _time;

    private MeshAuthority(X509Certificate2 certificate, TimeProvider time)
    {
        (_certificate, _time) = (certificate, time);
        Pem = certificate.ExportCertificatePem() + "\n";
        using var key = certificate.GetECDsaPrivateKey();
        KeyPem = key?.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <summary>The root certificate.</summary>
    public string Pem { get; }

    /// <summary>The root's private key.</summary>
    public string KeyPem { get; }

    /// <summary>The authority that a namespace's Secret keeps; a new one when there is none or it was not made here.</summary>
    public static MeshAuthority LoadOrCreate(IClusterState state, TimeProvider time)
    {
        var kept = state.List(Resources.Secrets).FirstOrDefault(secret => secret.Name() == SecretName);
        var (certificate, key) = (Decode(kept, "ca-cert.pem"), Decode(kept, "ca-key.pem"));
        if (certificate.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal) && key.Contains("BEGIN PRIVATE KEY", StringComparison.Ordinal))
            return new MeshAuthority(X509Certificate2.CreateFromPem(certificate, key), time);
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("O=cluster.local", pair, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = time.GetUtcNow();
        return new MeshAuthority(request.CreateSelfSigned(now.AddMinutes(-1), now + Lifetime), time);
    }

    /// <summary>A certificate and key for a workload.</summary>
    public (string CertificatePem, string KeyPem) Issue(string @namespace, string serviceAccount)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("", pair, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri($"spiffe://cluster.local/ns/{@namespace}/sa/{serviceAccount}"));
        request.CertificateExtensions.Add(names.Build(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        var now = _time.GetUtcNow();
        using var issued = request.Create(_certificate, now.AddMinutes(-1), now + LeafLifetime, RandomNumberGenerator.GetBytes(16));
        return (issued.ExportCertificatePem() + "\n", pair.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>The Secret that keeps the authority, for a namespace.</summary>
    public JsonObject ToSecret(string @namespace) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject { ["name"] = SecretName, ["namespace"] = @namespace },
        ["type"] = "istio.io/ca-root",
        ["data"] = new JsonObject
        {
            ["ca-cert.pem"] = Encode(Pem),
            ["ca-key.pem"] = Encode(KeyPem),
            ["cert-chain.pem"] = "",
            ["key.pem"] = "",
            ["root-cert.pem"] = "",
        },
    };

    /// <summary>Text as a Secret's data and as a <c>caBundle</c>.</summary>
    public static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public void Dispose() => _certificate.Dispose();

    private static string Decode(JsonObject? secret, string key) => Encoding.UTF8.GetString(Convert.FromBase64String(secret.Text("data", key) ?? ""));
}
