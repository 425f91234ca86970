using System.Security.Cryptography;
using Cake.Istio.Sandbox.Admission;
using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Sandbox.Server;

/// <summary>Knows one bearer token, whose owner may do everything.</summary>
internal sealed class Authenticator(string token)
{
    private static readonly string[] OpenPaths = ["/healthz", "/livez", "/readyz", "/version"];
    private readonly byte[] _expected = Encoding.UTF8.GetBytes($"Bearer {token}");

    /// <summary>Who the token belongs to.</summary>
    public static UserInfo Administrator { get; } = new("kubernetes-admin", ["kubeadm:cluster-admins", "system:authenticated"]);

    /// <summary>Who may look at the paths that need no token.</summary>
    public static UserInfo Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);

    /// <summary>Tells who makes a request.</summary>
    /// <exception cref="StatusException">401 without the token or with another one.</exception>
    public UserInfo Authenticate(HttpRequest request)
    {
        var given = request.Headers.Authorization.ToString();
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _expected))
            return Administrator;
        if (given.Length == 0 && OpenPaths.Any(path => request.Path.StartsWithSegments(path, StringComparison.Ordinal)))
            return Anonymous;
        throw new StatusException(HttpStatusCode.Unauthorized, "Unauthorized", "Unauthorized");
    }
}
