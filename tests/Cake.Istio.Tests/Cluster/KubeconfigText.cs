namespace Cake.Istio.Tests.Cluster;

/// <summary>Kubeconfigs as text.</summary>
internal static class KubeconfigText
{
    /// <summary>One cluster, one user with a token, and a context per name.</summary>
    public static string For(string server, string? authority, params string[] contexts) => $"""
        apiVersion: v1
        kind: Config
        current-context: {contexts[0]}
        clusters:
        - name: c
          cluster:
            server: {server}
            {(authority is null ? "insecure-skip-tls-verify: true" : $"certificate-authority-data: {authority}")}
        users:
        - name: u
          user:
            token: secret-token
        contexts:
        {string.Join('\n', contexts.Select(name => $"- name: {name}\n  context: {{cluster: c, user: u}}"))}
        """;
}
