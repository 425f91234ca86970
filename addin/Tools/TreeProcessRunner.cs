using System.Diagnostics;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;

namespace Cake.Istio.Tools;

/// <summary>Starts programs as Cake's own runner does, but so that ending one also ends what it has started: Cake ends the program alone, and its children would hold on to its output.</summary>
internal sealed class TreeProcessRunner(ICakeEnvironment environment, ICakeLog log) : IProcessRunner
{
    public IProcess Start(FilePath filePath, ProcessSettings settings)
    {
        log.Verbose(Verbosity.Diagnostic, "Executing: {0} {1}", filePath.FullPath, settings.Arguments?.RenderSafe());
        var process = new Process { StartInfo = StartInfo(filePath, settings) };
        process.OutputDataReceived += (_, line) => settings.RedirectedStandardOutputHandler?.Invoke(line.Data);
        process.ErrorDataReceived += (_, line) => settings.RedirectedStandardErrorHandler?.Invoke(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new TreeProcess(process);
    }

    // A program that asks something gets no answer instead of the terminal's.
    private ProcessStartInfo StartInfo(FilePath filePath, ProcessSettings settings)
    {
        var info = new ProcessStartInfo(filePath.FullPath, settings.Arguments?.Render() ?? "")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = (settings.WorkingDirectory ?? environment.WorkingDirectory).MakeAbsolute(environment).FullPath,
        };
        foreach (var (name, value) in settings.EnvironmentVariables ?? new Dictionary<string, string?>())
            info.Environment[name] = value;
        return info;
    }
}
