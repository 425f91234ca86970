using System.ComponentModel;
using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Cake.Istio.Cluster.Kubectl;
using Cake.Istio.Errors;

namespace Cake.Istio.Tools;

/// <summary>Runs <c>kubectl</c> as a Cake tool, for whoever uses the addin without another addin for kubectl.</summary>
/// <param name="context">Where processes and tools come from.</param>
internal sealed class KubectlRunner(ICakeContext context)
    : Tool<KubectlRunner.Settings>(context.FileSystem, context.Environment, new TreeProcessRunner(context.Environment, context.Log, inheritsInput: true), context.Tools), IKubectl
{
    // As many conflicts as a large object may have, each on a line.
    private const int MostErrors = 500;

    /// <inheritdoc/>
    public async Task<KubectlOutput?> VersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(new ProcessArgumentBuilder().Append("version").Append("--client").Append("--output=json"), cancellationToken);
        }
        catch (MeshException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<KubectlOutput> ApplyAsync(KubectlApply command, CancellationToken cancellationToken)
    {
        var arguments = new ProcessArgumentBuilder().Append("apply").Append("--output=json");
        arguments.Append(CommandLineArgument.Quote($"--filename={command.Manifest}"));
        arguments.Append(CommandLineArgument.Quote($"--field-manager={command.FieldManager}"));
        arguments.Append($"--validate={(command.Validate ? "true" : "false")}");
        if (command.Kubeconfig is not null)
            arguments.Append(CommandLineArgument.Quote($"--kubeconfig={command.Kubeconfig}"));
        if (command.Context is not null)
            arguments.Append(CommandLineArgument.Quote($"--context={command.Context}"));
        if (command.ServerSide)
            arguments.Append("--server-side");
        if (command.ForceConflicts)
            arguments.Append("--force-conflicts");
        if (command.DryRun)
            arguments.Append("--dry-run=server");
        return RunAsync(arguments, cancellationToken);
    }

    /// <inheritdoc/>
    protected override string GetToolName() => "kubectl";

    /// <inheritdoc/>
    protected override IEnumerable<string> GetToolExecutableNames() => ["kubectl", "kubectl.exe"];

    private async Task<KubectlOutput> RunAsync(ProcessArgumentBuilder arguments, CancellationToken cancellationToken)
    {
        var output = new ProcessOutput(MostErrors);
        try
        {
            var process = RunProcess(new(), arguments, output.RedirectBlocks());
            var code = await ProcessExit.WaitAsync(process, output, timeout: null, cancellationToken);
            return new(code, output.Text, output.Words);
        }
        catch (Exception cause) when (cause is Win32Exception or CakeException or InvalidOperationException or OverflowException or IOException)
        {
            throw new MeshException(ErrorCode.KubectlFailed, $"kubectl cannot be run: {cause.Message}", "Try: kubectl version --client", innerException: cause);
        }
    }

    /// <summary>kubectl needs no settings of its own.</summary>
    internal sealed class Settings : ToolSettings;
}
