using System.Text.Json.Nodes;
using k8s.KubeConfigModels;

namespace Cake.Istio.Cluster;

/// <summary>How a credential plugin is called.</summary>
internal static class PluginCall
{
    /// <summary>The variable that tells it about its caller.</summary>
    public const string Variable = "KUBERNETES_EXEC_INFO";

    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The program, or null where PATH has none of that name; unlike .NET, never one that happens to lie in the working directory.</summary>
    public static string? Find(string command) => Find(command, Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>The program, looked up in these folders.</summary>
    public static string? Find(string command, string folders) => OperatingSystem.IsWindows() || Path.IsPathRooted(command)
        ? command
        : folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, command))
            .FirstOrDefault(IsProgram);

    /// <summary>What the plugin is told about the caller and, where it asks for that, about the cluster.</summary>
    public static string Info(PluginSettings plugin, bool isInteractive, ClusterEndpoint cluster)
    {
        var spec = new JsonObject { ["interactive"] = isInteractive };
        if (plugin.ProvideClusterInfo)
        {
            spec["cluster"] = new JsonObject(new Dictionary<string, JsonNode?>
            {
                ["server"] = cluster.Server,
                ["tls-server-name"] = cluster.TlsServerName,
                ["insecure-skip-tls-verify"] = cluster.SkipTlsVerify ? true : null,
                ["certificate-authority-data"] = Authority(cluster),
            }.Where(pair => pair.Value is not null));
        }

        return new JsonObject { ["apiVersion"] = plugin.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
    }

    // As a shell: a file that cannot be executed is not in the way of one that can.
    private static bool IsProgram(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & AnyExecute) != UnixFileMode.None);

    private static string? Authority(ClusterEndpoint cluster) => cluster switch
    {
        { CertificateAuthorityData: { Length: > 0 } data } => data,
        { CertificateAuthority: { Length: > 0 } file } => Convert.ToBase64String(File.ReadAllBytes(file)),
        _ => null,
    };
}
