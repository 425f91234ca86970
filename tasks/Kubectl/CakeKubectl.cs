using System.ComponentModel;
using Cake.Core;
using Cake.Core.IO;
using Cake.Istio.Cluster.Kubectl;
using Cake.Istio.Errors;
using Cake.Kubectl;

namespace Cake.Istio.Frosting.Kubectl;

/// <summary>kubectl by Cake.Kubectl.</summary>
/// <param name="context">Cake's context.</param>
internal sealed class CakeKubectl(ICakeContext context) : IKubectl
{
    // Ctrl+C ends a run within a second, whatever a program makes of its end.
    private static readonly TimeSpan PatienceWithKill = TimeSpan.FromMilliseconds(500);

    public async Task<KubectlOutput?> VersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(KubectlAliases.KubectlVersion, new KubectlVersionSettings { Client = true, Output = "json" }, cancellationToken);
        }
        catch (MeshException)
        {
            return null;
        }
    }

    public Task<KubectlOutput> ApplyAsync(KubectlApply command, CancellationToken cancellationToken)
    {
        // A flag is written whenever it has a value, so it has one or none.
        var settings = new KubectlApplySettings
        {
            FieldManager = command.FieldManager,
            Filename = command.Manifest,
            ForceConflicts = command.ForceConflicts ? true : null,
            Output = "json",
            ServerSide = command.ServerSide ? true : null,
            ArgumentCustomization = arguments => Complete(arguments, command),
        };
        return RunAsync(KubectlAliases.KubectlApply, settings, cancellationToken);
    }

    // Which cluster is meant is no option of the command; and kubectl takes the values of these two only behind an equals sign, which Cake.Kubectl does not write.
    private static ProcessArgumentBuilder Complete(ProcessArgumentBuilder arguments, KubectlApply command)
    {
        arguments.Append($"--validate={(command.Validate ? "true" : "false")}");
        if (command.DryRun)
            arguments.Append("--dry-run=server");
        if (command.Kubeconfig is not null)
            arguments.AppendSwitchQuoted("--kubeconfig", command.Kubeconfig);
        if (command.Context is not null)
            arguments.AppendSwitchQuoted("--context", command.Context);
        return arguments;
    }

    private async Task<KubectlOutput> RunAsync<T>(Action<ICakeContext, T> alias, T settings, CancellationToken cancellationToken)
        where T : AutoToolSettings
    {
        var run = new KubectlRun(context);
        settings.SetupProcessSettings = run.Listen;
        settings.HandleExitCode = run.End;
        try
        {
            await Task.Run(() => alias(run, settings), CancellationToken.None).WaitAsync(cancellationToken);
            return run.Output;
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAny(Task.Run(run.Stop, CancellationToken.None), Task.Delay(PatienceWithKill, CancellationToken.None));
            throw;
        }
        catch (Exception cause) when (cause is CakeException or Win32Exception or InvalidOperationException or IOException)
        {
            throw new MeshException(ErrorCode.KubectlFailed, $"kubectl cannot be run: {cause.Message}", "Try: kubectl version --client", innerException: cause);
        }
    }
}
