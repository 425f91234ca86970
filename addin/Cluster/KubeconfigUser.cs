using k8s.KubeConfigModels;

namespace Cake.Istio.Cluster;

/// <summary>A user of a kubeconfig.</summary>
/// <param name="Name">The name by which contexts choose it.</param>
/// <param name="Credentials">What KubernetesClient makes of it.</param>
/// <param name="TokenFile">A file with a token that is read again as it changes, or null.</param>
/// <param name="Plugin">Its credential plugin, or null.</param>
/// <param name="Impersonation">As whom it acts, as headers; empty for itself.</param>
internal sealed record KubeconfigUser(
    string Name, UserCredentials Credentials, string? TokenFile, PluginSettings? Plugin, IReadOnlyList<(string Name, string Value)> Impersonation)
{
    /// <summary>Whether it has no credentials that KubernetesClient knows.</summary>
    public bool IsAnonymous => Credentials is
    {
        Token: null or "", UserName: null or "", AuthProvider: null,
        ClientCertificate: null or "", ClientCertificateData: null or "",
    };

    /// <summary>Reads an entry of <c>users</c>.</summary>
    public static KubeconfigUser Read(KubeconfigNode entry)
    {
        var user = entry.Mapping("user");
        var credentials = new UserCredentials
        {
            ClientCertificate = user.File("client-certificate"),
            ClientCertificateData = user.Text("client-certificate-data"),
            ClientKey = user.File("client-key"),
            ClientKeyData = user.Text("client-key-data"),
            Token = user.Text("token"),
            UserName = user.Text("username"),
            Password = user.Text("password"),
            AuthProvider = AuthProvider(user.Mapping("auth-provider")),
        };
        return new(entry.Text("name") ?? "", credentials, user.File("tokenFile"), PluginSettings.Read(user.Mapping("exec")), Cluster.Impersonation.Headers(user));
    }

    private static AuthProvider? AuthProvider(KubeconfigNode provider)
    {
        if (!provider.Exists)
            return null;
        var config = provider.Mapping("config");
        return new() { Name = provider.Text("name"), Config = config.Keys.ToDictionary(key => key, key => config.Text(key) ?? "", StringComparer.Ordinal) };
    }
}
