namespace Cake.Istio.Cluster;

/// <summary>A credential plugin gave no credential.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="user">The user whose plugin it is.</param>
/// <param name="why">What it said, or what is wrong with it.</param>
/// <param name="cause">The cause, or null.</param>
internal sealed class PluginFailure(PluginSettings plugin, string user, string why, Exception? cause = null)
    : Exception($"credential plugin {plugin.Command} of user {user} failed: {why}", cause)
{
    /// <summary>What the kubeconfig says about getting the plugin, or null.</summary>
    public string? Hint { get; } = string.IsNullOrWhiteSpace(plugin.InstallHint) ? null : plugin.InstallHint.Trim();
}
