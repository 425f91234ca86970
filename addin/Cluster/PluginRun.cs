using System.ComponentModel;
using System.Diagnostics;
using Cake.Core.Diagnostics;

namespace Cake.Istio.Cluster;

/// <summary>Runs a credential plugin as kubectl does (client-go credential plugins, ExecCredential), and ends it and what it started where nobody waits any longer.</summary>
/// <remarks>KubernetesClient's own run cannot be ended: the plugin outlived the timeout and Ctrl+C.</remarks>
/// <param name="plugin">The plugin.</param>
/// <param name="user">The user whose plugin it is.</param>
/// <param name="cluster">What it is told about the cluster, where it asks for that.</param>
/// <param name="log">Where what it says is shown.</param>
/// <param name="deadline">Learns that it is waited for.</param>
internal sealed class PluginRun(PluginSettings plugin, string user, KubeconfigCluster cluster, ICakeLog log, RunDeadline deadline)
{
    // What a program has printed is in the pipe when it ends, so only somebody else keeps it open.
    private static readonly TimeSpan PatienceWithOutput = TimeSpan.FromSeconds(5);

    // Its words are shown, not needed: whoever it leaves behind may hold them.
    private static readonly TimeSpan PatienceWithWords = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PatienceWithKill = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs it once.</summary>
    /// <exception cref="PluginFailure">It gave no credential.</exception>
    public async Task<PluginCredential> RunAsync(CancellationToken cancel)
    {
        using var wait = deadline.Waiting($"the credential plugin {plugin.Command} of user {user}");
        using var process = Start();
        var printing = PluginOutput.TextAsync(process.StandardOutput);
        var words = new PluginWords(line => log.Information("{0}", $"{Path.GetFileName(plugin.Command)}: {line}"));
        var talking = words.ReadAsync(process.StandardError);
        string text, said;
        try
        {
            await process.WaitForExitAsync(cancel);
            text = await printing.WaitAsync(PatienceWithOutput, deadline.Time, cancel);
            await await Task.WhenAny(talking, Task.Delay(PatienceWithWords, deadline.Time, cancel));
            said = words.ToString();
        }
        catch (OperationCanceledException)
        {
            await KillAsync(process);
            throw;
        }
        catch (TimeoutException cause)
        {
            throw Failure("it has ended, but a program that it has started goes on and holds its output", cause);
        }

        if (process.ExitCode != 0)
            throw Failure(said.Length > 0 ? said : $"exit code {process.ExitCode}");
        try
        {
            return PluginCredential.Read(text, plugin.ApiVersion);
        }
        catch (FormatException cause)
        {
            throw Failure(said.Length > 0 ? $"{cause.Message} ({said})" : cause.Message, cause);
        }
    }

    private Process Start()
    {
        var isInteractive = plugin.InteractiveMode != "Never" && !Console.IsInputRedirected;
        if (plugin.InteractiveMode == "Always" && !isInteractive)
            throw Failure("it wants to ask somebody (interactiveMode: Always), and there is no terminal");
        var info = new ProcessStartInfo(PluginCall.Find(plugin.Command) ?? throw Failure("there is no such program in PATH"), plugin.Arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = !isInteractive,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in plugin.Environment)
            info.Environment[name] = value;
        info.Environment[PluginCall.Variable] = PluginCall.Info(plugin, isInteractive, cluster.Endpoint);
        try
        {
            var process = Process.Start(info)!;
            if (!isInteractive)
                process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception cause)
        {
            throw Failure(cause.Message, cause);
        }
    }

    private static Task<Task> KillAsync(Process process) =>
        Task.WhenAny(Task.Run(() => process.Kill(entireProcessTree: true), CancellationToken.None), Task.Delay(PatienceWithKill, CancellationToken.None));

    private PluginFailure Failure(string why, Exception? cause = null) => new(plugin, user, why, cause);
}
