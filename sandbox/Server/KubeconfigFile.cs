namespace Cake.Istio.Sandbox.Server;

/// <summary>The kubeconfig through which kubectl and every other client reach the sandbox.</summary>
internal static class KubeconfigFile
{
    /// <summary>The name of the cluster, the user and the only context.</summary>
    public const string ContextName = "cake-istio-sandbox";

    /// <summary>Writes the file, readable by its owner only.</summary>
    public static void Write(string path, Uri server, string authorityPem, string token) => PrivateFile.Write(path, $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: {ContextName}
          cluster:
            server: {server.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(authorityPem))}
        users:
        - name: {ContextName}
          user:
            token: {token}
        contexts:
        - name: {ContextName}
          context:
            cluster: {ContextName}
            user: {ContextName}
        current-context: {ContextName}

        """);
}
