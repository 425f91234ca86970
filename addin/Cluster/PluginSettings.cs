namespace Cake.Istio.Cluster;

/// <summary>The credential plugin of a kubeconfig's user (<c>exec</c>).</summary>
/// <param name="ApiVersion">The version of ExecCredential that is spoken.</param>
/// <param name="Command">The program: a path, or a name that is looked up in PATH.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables that are added to its environment.</param>
/// <param name="InstallHint">How to get the program, or null.</param>
/// <param name="ProvideClusterInfo">Whether it is told about the cluster.</param>
/// <param name="InteractiveMode"><c>Never</c>, <c>IfAvailable</c> or <c>Always</c>; null counts as <c>IfAvailable</c>.</param>
internal sealed record PluginSettings(
    string? ApiVersion,
    string Command,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<(string Name, string Value)> Environment,
    string? InstallHint,
    bool ProvideClusterInfo,
    string? InteractiveMode)
{
    /// <summary>Reads a user's <c>exec</c>; null where there is none.</summary>
    public static PluginSettings? Read(KubeconfigNode plugin)
    {
        if (!plugin.Exists)
            return null;
        var command = plugin.Text("command") ?? "";
        return new(
            plugin.Text("apiVersion"),
            // A bare name is looked up in PATH; only one with a folder in it is a path.
            command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? plugin.File("command")! : command,
            plugin.Texts("args"),
            [.. plugin.List("env").Select(variable => (variable.Text("name") ?? "", variable.Text("value") ?? ""))],
            plugin.Text("installHint"),
            plugin.Flag("provideClusterInfo"),
            plugin.Text("interactiveMode"));
    }
}
