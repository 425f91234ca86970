using YamlDotNet.Serialization;

namespace Cake.Istio.Cluster;

/// <summary>The parts of a kubeconfig that KubernetesClient does not read but kubectl does.</summary>
internal sealed class KubeconfigExtras
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().IgnoreUnmatchedProperties().Build();

    [YamlMember(Alias = "clusters")]
    public List<NamedCluster>? Clusters { get; set; }

    [YamlMember(Alias = "users")]
    public List<NamedUser>? Users { get; set; }

    /// <summary>Reads them; null for a file that holds nothing.</summary>
    public static KubeconfigExtras? Read(string text) => Yaml.Deserialize<KubeconfigExtras?>(text);

    internal sealed class NamedCluster
    {
        [YamlMember(Alias = "name")]
        public string Name { get; set; } = "";

        [YamlMember(Alias = "cluster")]
        public ClusterExtras? Cluster { get; set; }
    }

    internal sealed class ClusterExtras
    {
        [YamlMember(Alias = "proxy-url")]
        public string? ProxyUrl { get; set; }
    }

    internal sealed class NamedUser
    {
        [YamlMember(Alias = "name")]
        public string Name { get; set; } = "";

        [YamlMember(Alias = "user")]
        public UserExtras? User { get; set; }
    }

    internal sealed class UserExtras
    {
        [YamlMember(Alias = "tokenFile")]
        public string? TokenFile { get; set; }
    }
}
