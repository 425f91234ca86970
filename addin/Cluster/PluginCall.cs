using System.Text;
using System.Text.Json.Nodes;
using k8s.KubeConfigModels;

namespace Cake.Istio.Cluster;

/// <summary>How a credential plugin is called, where KubernetesClient does not call it as kubectl does.</summary>
internal static class PluginCall
{
    private const string Variable = "KUBERNETES_EXEC_INFO";

    /// <summary>An argument so that it arrives as one: KubernetesClient joins them with blanks.</summary>
    /// <remarks>The rules are those of <see cref="System.Diagnostics.ProcessStartInfo.Arguments"/>: backslashes count only before a quote.</remarks>
    public static string Quote(string argument)
    {
        if (argument.Length > 0 && !argument.Any(letter => char.IsWhiteSpace(letter) || letter == '"'))
            return argument;
        var (text, backslashes) = (new StringBuilder("\""), 0);
        foreach (var letter in argument)
        {
            if (letter == '"')
                text.Append('\\', backslashes + 1);
            backslashes = letter == '\\' ? backslashes + 1 : 0;
            text.Append(letter);
        }

        return text.Append('\\', backslashes).Append('"').ToString();
    }

    /// <summary>Adds what the plugin is told about the caller and, where it asks for that, about the cluster.</summary>
    /// <remarks>KubernetesClient sends a kind that does not exist, and no cluster.</remarks>
    public static void Inform(ExternalExecution plugin, bool isInteractive, ClusterEndpoint? cluster)
    {
        var spec = new JsonObject { ["interactive"] = isInteractive };
        if (plugin.ProvideClusterInfo && cluster is not null)
        {
            spec["cluster"] = new JsonObject(new Dictionary<string, JsonNode?>
            {
                ["server"] = cluster.Server,
                ["tls-server-name"] = cluster.TlsServerName,
                ["insecure-skip-tls-verify"] = cluster.SkipTlsVerify ? true : null,
                ["certificate-authority-data"] = Authority(cluster),
            }.Where(pair => pair.Value is not null));
        }

        var info = new JsonObject { ["apiVersion"] = plugin.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec };
        plugin.EnvironmentVariables.Add(new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = Variable, ["value"] = info.ToJsonString() });
    }

    private static string? Authority(ClusterEndpoint cluster) => cluster switch
    {
        { CertificateAuthorityData: { Length: > 0 } data } => data,
        { CertificateAuthority: { Length: > 0 } file } => Convert.ToBase64String(File.ReadAllBytes(file)),
        _ => null,
    };
}
