using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cake.Istio.Sandbox.Server;

/// <summary>The files of a sandbox: certificate authority, token, kubeconfig, objects and request log, in its state folder or a temporary one.</summary>
internal sealed class SandboxFiles : IDisposable
{
    private const string ObjectsFile = "objects.jsonl";
    private const string RequestsFile = "requests.jsonl";

    private readonly string _folder;
    private readonly StateLock? _lock;

    private SandboxFiles(string folder, StateLock? held, DateTimeOffset now)
    {
        (_folder, _lock) = (folder, held);
        using var authority = Server.CertificateAuthority.LoadOrCreate(folder, now);
        AuthorityPem = authority.Pem;
        ServerCertificate = authority.IssueServerCertificate();
        if (!File.Exists(TokenPath(folder)))
            PrivateFile.Write(TokenPath(folder), RandomNumberGenerator.GetHexString(32, lowercase: true));
        Token = ReadToken(folder);
    }

    /// <summary>The kubeconfig's path.</summary>
    public string Kubeconfig => KubeconfigPath(_folder);

    /// <summary>Where the objects are kept; null for memory only.</summary>
    public string? Objects => _lock is null ? null : Path.Combine(_folder, ObjectsFile);

    /// <summary>Where the request log is kept; null for memory only.</summary>
    public string? Requests => _lock is null ? null : Path.Combine(_folder, RequestsFile);

    /// <summary>The bearer token.</summary>
    public string Token { get; }

    /// <summary>The certificate authority as PEM.</summary>
    public string AuthorityPem { get; }

    /// <summary>The server's certificate with its key.</summary>
    public X509Certificate2 ServerCertificate { get; }

    /// <summary>The kubeconfig of a state folder.</summary>
    public static string KubeconfigPath(string folder) => Path.Combine(folder, "kubeconfig");

    /// <summary>The token of a state folder.</summary>
    public static string ReadToken(string folder) => File.ReadAllText(TokenPath(folder)).Trim();

    /// <summary>Opens or makes the files; null while another process serves them.</summary>
    public static SandboxFiles? TryOpen(SandboxOptions options)
    {
        var now = options.TimeProvider.GetUtcNow();
        if (options.StateFolder is not { } given)
            return new SandboxFiles(Directory.CreateTempSubdirectory("cake-istio-sandbox-").FullName, null, now);
        var folder = Directory.CreateDirectory(Path.GetFullPath(given)).FullName;
        if (StateLock.TryTake(folder) is not { } held)
            return null;
        if (options.Reset)
        {
            // With what may be damaged, so that a reset is the way out of every damage.
            foreach (var file in (string[])[Path.Combine(folder, ObjectsFile), Path.Combine(folder, RequestsFile), Server.CertificateAuthority.CertificatePath(folder)])
                File.Delete(file);
        }

        return new SandboxFiles(folder, held, now);
    }

    /// <summary>Tells clients and other processes the address.</summary>
    public void Announce(Uri server)
    {
        KubeconfigFile.Write(Kubeconfig, server, AuthorityPem, Token);
        _lock?.Announce(server);
    }

    public void Dispose()
    {
        ServerCertificate.Dispose();
        if (_lock is null)
            Directory.Delete(_folder, recursive: true);
        else
            _lock.Dispose();
    }

    private static string TokenPath(string folder) => Path.Combine(folder, "token");
}
