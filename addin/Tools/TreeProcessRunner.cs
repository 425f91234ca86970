using System.Diagnostics;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;

namespace Cake.Istio.Tools;

/// <summary>
/// Starts programs as Cake's own runner does, but so that ending one also ends what it has started: Cake ends the program alone, and its children would hold on
/// to its output. Handlers get blocks, not lines.
/// </summary>
/// <param name="environment">Where the working directory is found.</param>
/// <param name="log">Where commands are shown at diagnostic verbosity.</param>
/// <param name="inheritsInput">Whether a program that asks something reads the terminal's answer, as with Cake's own runner; otherwise it gets none.</param>
public sealed class TreeProcessRunner(ICakeEnvironment environment, ICakeLog log, bool inheritsInput = false) : IProcessRunner
{
    /// <inheritdoc/>
    public IProcess Start(FilePath filePath, ProcessSettings settings)
    {
        ArgumentNullException.ThrowIfNull(filePath);
        ArgumentNullException.ThrowIfNull(settings);
        log.Verbose(Verbosity.Diagnostic, "Executing: {0} {1}", filePath.FullPath, settings.Arguments?.RenderSafe());
        var process = new Process { StartInfo = StartInfo(filePath, settings) };
        process.Start();
        if (!inheritsInput)
            process.StandardInput.Close();
        return new TreeProcess(process, Task.WhenAll(
            HandOnAsync(process.StandardOutput, settings.RedirectedStandardOutputHandler), HandOnAsync(process.StandardError, settings.RedirectedStandardErrorHandler)));
    }

    // In blocks: a line may have no end.
    private static async Task HandOnAsync(StreamReader output, Func<string?, string?>? handler)
    {
        var block = new char[16 << 10];
        for (var length = await output.ReadAsync(block); length > 0; length = await output.ReadAsync(block))
            handler?.Invoke(new string(block, 0, length));
        handler?.Invoke(null);
    }

    private ProcessStartInfo StartInfo(FilePath filePath, ProcessSettings settings)
    {
        var info = new ProcessStartInfo(filePath.FullPath, settings.Arguments?.Render() ?? "")
        {
            UseShellExecute = false,
            RedirectStandardInput = !inheritsInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = (settings.WorkingDirectory ?? environment.WorkingDirectory).MakeAbsolute(environment).FullPath,
        };
        foreach (var (name, value) in settings.EnvironmentVariables ?? new Dictionary<string, string?>())
            info.Environment[name] = value;
        return info;
    }
}
