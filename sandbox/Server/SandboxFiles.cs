using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cake.Istio.Sandbox.Server;

/// <summary>The files of a sandbox: certificate authority, token and kubeconfig, in its state folder or a temporary one.</summary>
internal sealed class SandboxFiles : IDisposable
{
    private const string TokenFile = "token";
    private readonly string _folder;
    private readonly bool _temporary;

    private SandboxFiles(string folder, bool temporary, DateTimeOffset now)
    {
        (_folder, _temporary) = (folder, temporary);
        using var authority = CertificateAuthority.LoadOrCreate(folder, now);
        AuthorityPem = authority.Pem;
        ServerCertificate = authority.IssueServerCertificate();
        var token = Path.Combine(folder, TokenFile);
        if (!File.Exists(token))
            PrivateFile.Write(token, RandomNumberGenerator.GetHexString(32, lowercase: true));
        Token = File.ReadAllText(token).Trim();
    }

    /// <summary>The kubeconfig's path.</summary>
    public string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    /// <summary>The bearer token.</summary>
    public string Token { get; }

    /// <summary>The certificate authority as PEM.</summary>
    public string AuthorityPem { get; }

    /// <summary>The server's certificate with its key.</summary>
    public X509Certificate2 ServerCertificate { get; }

    /// <summary>Opens or makes the files.</summary>
    public static SandboxFiles Open(SandboxOptions options)
    {
        var now = options.TimeProvider.GetUtcNow();
        if (options.StateFolder is { } folder)
            return new SandboxFiles(Directory.CreateDirectory(Path.GetFullPath(folder)).FullName, false, now);
        return new SandboxFiles(Directory.CreateTempSubdirectory("cake-istio-sandbox-").FullName, true, now);
    }

    /// <summary>Writes the kubeconfig once the address is known.</summary>
    public void WriteKubeconfig(Uri server) => KubeconfigFile.Write(Kubeconfig, server, AuthorityPem, Token);

    /// <inheritdoc/>
    public void Dispose()
    {
        ServerCertificate.Dispose();
        if (_temporary)
            Directory.Delete(_folder, recursive: true);
    }
}
