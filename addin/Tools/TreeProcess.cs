using System.Diagnostics;
using Cake.Core.IO;

namespace Cake.Istio.Tools;

/// <summary>A program together with what it starts. Its output goes to the handlers that it was started with, and nowhere else.</summary>
internal sealed class TreeProcess(Process process) : IProcess
{
    public void WaitForExit() => process.WaitForExit();

    public bool WaitForExit(int milliseconds)
    {
        if (process.WaitForExit(milliseconds))
            return true;
        Kill();
        return false;
    }

    public int GetExitCode() => process.ExitCode;

    public IEnumerable<string> GetStandardError() => [];

    public IEnumerable<string> GetStandardOutput() => [];

    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    public void Dispose() => process.Dispose();
}
